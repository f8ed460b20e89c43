package dev.tulle.core.ingress;

import dev.tulle.core.ingress.ReadIngress.BackendRef;
import dev.tulle.core.ingress.ReadIngress.ClassChoice;
import dev.tulle.core.ingress.ReadIngress.PathRule;
import dev.tulle.core.ingress.ReadIngress.TlsEntry;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads one Ingress object; lives as long as that takes.
final class IngressReader {

  private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";

  private final ObjectName name;
  private final List<Finding> findings = new ArrayList<>();
  private final SortedMap<HostMatch, String> hosts = new TreeMap<>();
  private final List<PathRule> rules = new ArrayList<>();

  private IngressReader(ObjectName name) {
    this.name = name;
  }

  static ReadIngress read(Ingress ingress) {
    var metadata = ingress.getMetadata();
    var spec = Optional.ofNullable(ingress.getSpec()).orElseGet(IngressSpec::new);
    var name =
        Kind.INGRESS.named(Given.text(metadata.getNamespace()), Given.text(metadata.getName()));
    var reader = new IngressReader(name);
    var ruleList = spec.getRules() == null ? List.<IngressRule>of() : spec.getRules();
    for (int i = 0; i < ruleList.size(); i++) {
      reader.rule("spec.rules[" + i + "]", ruleList.get(i));
    }
    var backend =
        Optional.ofNullable(spec.getDefaultBackend())
            .map(given -> reader.backend("spec.defaultBackend", given));
    if (backend.isEmpty() && reader.hosts.isEmpty() && reader.findings.isEmpty()) {
      reader.error(
          "spec",
          "NothingToServe",
          "has neither a rule nor a default backend",
          "add spec.rules or spec.defaultBackend");
    }
    return new ReadIngress(
        name,
        Given.text(metadata.getCreationTimestamp()),
        classChoice(spec, Given.text(metadata.getAnnotations(), CLASS_ANNOTATION)),
        reader.hosts,
        reader.rules,
        backend,
        reader.tls(spec),
        reader.findings);
  }

  private static ClassChoice classChoice(IngressSpec spec, String annotation) {
    var named = Given.text(spec.getIngressClassName());
    if (!named.isEmpty()) {
      return new ClassChoice.Named("spec.ingressClassName", named);
    }
    return annotation.isEmpty()
        ? new ClassChoice.Unspecified()
        : new ClassChoice.Named("metadata.annotations", annotation);
  }

  private void rule(String field, @org.jspecify.annotations.Nullable IngressRule rule) {
    if (rule == null) {
      return;
    }
    var host = host(field + ".host", Given.text(rule.getHost()));
    if (host.isEmpty()) {
      return;
    }
    hosts.putIfAbsent(host.get(), field + ".host");
    var http = rule.getHttp();
    if (http == null || http.getPaths() == null) {
      return;
    }
    for (int i = 0; i < http.getPaths().size(); i++) {
      var path = http.getPaths().get(i);
      if (path != null) {
        path(field + ".http.paths[" + i + "]", host.get(), path);
      }
    }
  }

  private Optional<HostMatch> host(String field, String text) {
    var host = Hosts.read(text);
    if (host.isEmpty()) {
      error(
          field,
          "InvalidHost",
          "has the host \"" + Given.brief(text) + "\", which is not a DNS name",
          "write a name such as shop.example.com, or *.example.com; no address and no port");
    }
    return host;
  }

  private void path(String field, HostMatch host, HTTPIngressPath path) {
    var match = match(field, Given.text(path.getPath()), Given.text(path.getPathType()));
    var given = path.getBackend();
    if (given == null) {
      error(field + ".backend", "NoBackend", "has a path without a backend", "add a backend");
      return;
    }
    var backend = backend(field + ".backend", given);
    match.ifPresent(m -> rules.add(new PathRule(field, host, m, backend)));
  }

  /// Without a type it is the most permissive one. No API server lets that pass, so the sources say
  /// so where it comes from a file.
  private Optional<PathMatch> match(String field, String given, String type) {
    boolean specific = type.isEmpty() || type.equals("ImplementationSpecific");
    var path = specific && given.isEmpty() ? "/" : given;
    var problem = PathMatch.problem(path);
    if (!problem.isEmpty()) {
      error(
          field + ".path",
          "InvalidPath",
          "has the path \"" + Given.brief(path) + "\", which " + problem,
          "write the path as it is in a normalised request, such as /shop");
      return Optional.empty();
    }
    if (specific && Paths.looksLikePattern(path)) {
      warning(
          field + ".path",
          "PathTakenLiterally",
          "has the path " + Given.brief(path) + ", which is taken literally, not as a pattern",
          "give the part before the pattern, with pathType: Prefix");
    }
    return switch (type) {
      case "Exact" -> Optional.of(new PathMatch.Exact(path));
      case "Prefix" -> Optional.of(PathMatch.prefixed(path));
      case "", "ImplementationSpecific" ->
          Optional.of(path.equals("/") ? PathMatch.prefixed(path) : new PathMatch.Start(path));
      default -> {
        error(
            field + ".pathType",
            "InvalidPathType",
            "has the pathType " + Given.brief(type) + ", which does not exist",
            "write Exact, Prefix or ImplementationSpecific");
        yield Optional.empty();
      }
    };
  }

  private BackendRef backend(String field, IngressBackend backend) {
    if (backend.getResource() != null) {
      return unusable(
          field + ".resource",
          "UnsupportedBackend",
          "sends to a resource, which is not supported",
          "send to a Service");
    }
    var service = backend.getService();
    if (service == null || Given.text(service.getName()).isEmpty()) {
      return unusable(
          field, "NoBackend", "has a backend that names no Service", "name one in service.name");
    }
    var port = service.getPort();
    if (port != null && port.getNumber() != null) {
      return new BackendRef.ByNumber(field + ".service", service.getName(), port.getNumber());
    }
    if (port != null && !Given.text(port.getName()).isEmpty()) {
      return new BackendRef.ByName(field + ".service", service.getName(), port.getName());
    }
    return unusable(
        field + ".service",
        "NoBackendPort",
        "names Service " + service.getName() + " without a port",
        "add service.port.number or service.port.name");
  }

  private BackendRef unusable(String field, String reason, String wrong, String cure) {
    error(field, reason, wrong, cure);
    return new BackendRef.Unusable(field, reason);
  }

  private List<TlsEntry> tls(IngressSpec spec) {
    var entries = new ArrayList<TlsEntry>();
    var given = spec.getTls() == null ? List.<IngressTLS>of() : spec.getTls();
    for (int i = 0; i < given.size(); i++) {
      var entry = given.get(i);
      if (entry != null) {
        entries.add(tls("spec.tls[" + i + "]", entry));
      }
    }
    return entries;
  }

  /// Without hosts, an entry is for those of the rules.
  private TlsEntry tls(String field, IngressTLS entry) {
    var named = new TreeSet<HostMatch>();
    var given = Given.list(entry.getHosts());
    for (int i = 0; i < given.size(); i++) {
      host(field + ".hosts[" + i + "]", given.get(i)).ifPresent(named::add);
    }
    if (given.isEmpty()) {
      named.addAll(hosts.keySet());
      if (named.isEmpty()) {
        named.add(new HostMatch.Any());
      }
    }
    return new TlsEntry(field, named, Given.text(entry.getSecretName()));
  }

  private void error(String field, String reason, String wrong, String cure) {
    findings.add(new Finding(Severity.ERROR, name, field, reason, name + " " + wrong, cure));
  }

  private void warning(String field, String reason, String wrong, String cure) {
    findings.add(new Finding(Severity.WARNING, name, field, reason, name + " " + wrong, cure));
  }
}
