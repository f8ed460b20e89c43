package dev.tulle.cli.command;

/// YAML that several commands are tested with; there is nothing to find in it.
final class Samples {

  static final String SERVICE_BEHIND_AN_INGRESS =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        selector: {app: web}
        ports:
        - port: 80
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec:
        containers:
        - name: web
          image: web
          command: [web]
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web}
      spec:
        defaultBackend: {service: {name: web, port: {number: 80}}}
      """;

  private Samples() {}
}
