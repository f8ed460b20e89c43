package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import java.util.List;
import java.util.Objects;

/// Ingresses and IngressClasses:
/// https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/
final class IngressRules {

  private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
  private static final List<String> NOT_IN_PATHS = List.of("//", "/./", "/../", "%2f", "%2F");
  private static final List<String> NOT_AT_THE_END = List.of("/..", "/.");

  private IngressRules() {}

  static void check(IngressClass ingressClass, Report report) {
    var spec = ingressClass.getSpec();
    var controller = spec == null ? "" : Objects.requireNonNullElse(spec.getController(), "");
    int slash = controller.indexOf('/');
    if (slash <= 0
        || slash == controller.length() - 1
        || controller.length() > 250
        || !Formats.isDnsName(controller.substring(0, slash))) {
      report.error(
          "spec.controller",
          "InvalidValue",
          "must be a name with a domain before it, as in `example.com/ingress-controller`",
          "write such a name");
    }
  }

  static void check(Ingress ingress, Report report) {
    var spec = ingress.getSpec();
    if (spec == null || (spec.getRules().isEmpty() && spec.getDefaultBackend() == null)) {
      report.error(
          "spec", "MissingField", "has neither `rules` nor a `defaultBackend`", "add one of them");
      return;
    }
    ingressClass(ingress, report);
    if (spec.getDefaultBackend() != null) {
      backend(spec.getDefaultBackend(), "spec.defaultBackend", report);
    }
    for (int i = 0; i < spec.getRules().size(); i++) {
      rule(spec.getRules().get(i), "spec.rules[" + i + "]", report);
    }
    tls(spec, report);
  }

  private static void ingressClass(Ingress ingress, Report report) {
    var name = ingress.getSpec().getIngressClassName();
    if (name == null) {
      return;
    }
    Formats.dnsName(name)
        .ifPresent(w -> report.error("spec.ingressClassName", "InvalidName", w, "correct it"));
    var annotations = ingress.getMetadata().getAnnotations();
    var annotated = annotations == null ? null : annotations.get(CLASS_ANNOTATION);
    if (annotated != null && !annotated.equals(name)) {
      report.error(
          "metadata.annotations[" + CLASS_ANNOTATION + "]",
          "InvalidValue",
          "is \"" + annotated + "\", and spec.ingressClassName is \"" + name + "\"",
          "remove the annotation");
    }
  }

  private static void rule(IngressRule rule, String path, Report report) {
    if (rule.getHost() != null && !rule.getHost().isEmpty()) {
      Formats.host(rule.getHost())
          .ifPresent(w -> report.error(path + ".host", "InvalidHost", w, "correct the host"));
    }
    var http = rule.getHttp();
    if (http == null) {
      return;
    }
    if (http.getPaths().isEmpty()) {
      report.error(path + ".http.paths", "MissingField", "is empty", "add at least one path");
    }
    for (int i = 0; i < http.getPaths().size(); i++) {
      path(http.getPaths().get(i), path + ".http.paths[" + i + "]", report);
    }
  }

  private static void path(HTTPIngressPath item, String path, Report report) {
    var text = Objects.requireNonNullElse(item.getPath(), "");
    var type = item.getPathType();
    if (type == null) {
      var place = report.lines().place(path);
      report.warning(
          path,
          "PathTypeMissing",
          "has no `pathType`, and is taken as ImplementationSpecific, a match of the path's"
              + " beginning; a Kubernetes API server would refuse it",
          "below line "
              + place.line()
              + " add the line `"
              + " ".repeat(place.column() - 1)
              + "pathType: ImplementationSpecific`");
    }
    boolean strict = "Exact".equals(type) || "Prefix".equals(type);
    if (!text.startsWith("/") && (strict || !text.isEmpty())) {
      report.error(
          path + ".path",
          "InvalidPath",
          text.isEmpty()
              ? "is missing, which the pathType " + type + " needs"
              : "is \"" + text + "\", and must begin with `/`",
          text.isEmpty() ? "add `path: /`" : "write `" + "/" + text + "`");
    }
    if (strict) {
      NOT_IN_PATHS.stream()
          .filter(text::contains)
          .forEach(bad -> badPath(text, "contain", bad, path, report));
      NOT_AT_THE_END.stream()
          .filter(text::endsWith)
          .forEach(bad -> badPath(text, "end with", bad, path, report));
    }
    backend(item.getBackend(), path + ".backend", report);
  }

  private static void badPath(String text, String verb, String bad, String path, Report report) {
    report.error(
        path + ".path",
        "InvalidPath",
        "is \"" + text + "\", and must not " + verb + " `" + bad + "`",
        "write the path without it");
  }

  private static void backend(IngressBackend backend, String path, Report report) {
    var service = backend.getService();
    var resource = backend.getResource();
    if (service != null && resource != null) {
      report.error(
          path, "InvalidBackend", "has both a `service` and a `resource`", "keep one of them");
    } else if (service == null && resource == null) {
      report.error(
          path,
          "InvalidBackend",
          "has neither a `service` nor a `resource`",
          "add `service:` with its `name:` and `port:`");
    } else if (service != null) {
      service(service, path + ".service", report);
    }
  }

  private static void service(IngressServiceBackend service, String path, Report report) {
    var serviceName = Objects.requireNonNullElse(service.getName(), "");
    Formats.serviceName(serviceName)
        .ifPresent(w -> report.error(path + ".name", "InvalidName", w, "correct the name"));
    var port = service.getPort();
    boolean number = port != null && port.getNumber() != null;
    boolean name = port != null && port.getName() != null && !port.getName().isEmpty();
    if (number && name) {
      report.error(
          path + ".port", "InvalidBackend", "has both a `number` and a `name`", "keep one of them");
    } else if (!number && !name) {
      report.error(
          path + ".port",
          "InvalidBackend",
          "has neither a `number` nor a `name`",
          "add `port:` with `number:` or `name:`");
    } else if (name) {
      Formats.portName(port.getName())
          .ifPresent(w -> report.error(path + ".port.name", "InvalidPort", w, "correct it"));
    }
  }

  private static void tls(IngressSpec spec, Report report) {
    for (int i = 0; i < spec.getTls().size(); i++) {
      var tls = spec.getTls().get(i);
      var path = "spec.tls[" + i + "]";
      for (int j = 0; j < tls.getHosts().size(); j++) {
        var hostPath = path + ".hosts[" + j + "]";
        Formats.host(tls.getHosts().get(j))
            .ifPresent(w -> report.error(hostPath, "InvalidHost", w, "correct the host"));
      }
      if (tls.getSecretName() != null && !tls.getSecretName().isEmpty()) {
        Formats.dnsName(tls.getSecretName())
            .ifPresent(w -> report.error(path + ".secretName", "InvalidName", w, "correct it"));
      }
    }
  }
}
