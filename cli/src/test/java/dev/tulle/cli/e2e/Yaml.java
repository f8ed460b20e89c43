package dev.tulle.cli.e2e;

/// YAML that tests put into files.
final class Yaml {

  private Yaml() {}

  /// One more rule at the end of the example's Ingress.
  static String another(String host) {
    return """
        - host: %s
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: my-service
                    port:
                      number: 80
    """
        .formatted(host);
  }

  static String service(String name) {
    return """
    apiVersion: v1
    kind: Service
    metadata:
      name: %s
    spec:
      selector:
        app: my-app
      ports:
        - port: 80
          targetPort: 9376
    """
        .formatted(name);
  }

  static String ingress(String name, String host, String service) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: %s
    spec:
      rules:
        - host: %s
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: %s
                    port:
                      number: 80
    """
        .formatted(name, host, service);
  }
}
