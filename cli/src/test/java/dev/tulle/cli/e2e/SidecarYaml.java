package dev.tulle.cli.e2e;

/// Pods, Services and Jobs of one program each, for tests of sidecars.
final class SidecarYaml {

  private SidecarYaml() {}

  /// A pod with one program; one that ends in `http.server 8080` is a server that others reach.
  static String pod(String name, String annotations, String script) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: %1$s
      labels: {app: %1$s}
      annotations: %2$s
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: main
          image: none
          command: [sh, -c, "%3$s"]
          %4$s
    """
        .formatted(name, annotations.isEmpty() ? "{}" : annotations, script, probe(script));
  }

  /// Of a server that others reach. Its questions must not be seen by the sidecar.
  private static String probe(String script) {
    return script.endsWith("http.server 8080")
        ? "readinessProbe: {httpGet: {port: 8080}, periodSeconds: 1}"
        : "";
  }

  static String service(String name) {
    return service(name, name);
  }

  static String service(String name, String app) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: %1$s
    spec:
      selector: {app: %2$s}
      ports:
        - name: http
          port: 80
          targetPort: 8080
    """
        .formatted(name, app);
  }

  static String job(String script) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: once
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: main
              image: none
              command: [sh, -c, "%s"]
    """
        .formatted(script);
  }
}
