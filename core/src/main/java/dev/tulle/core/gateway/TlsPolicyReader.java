package dev.tulle.core.gateway;

import dev.tulle.core.certificate.Authorities;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Trust;
import dev.tulle.core.ir.UpstreamTls;
import dev.tulle.core.ir.UpstreamTls.Authority;
import dev.tulle.core.ir.UpstreamTls.PeerName;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicySpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicyValidation;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.LocalObjectReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SubjectAltName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Reads one BackendTLSPolicy and what it refers to; lives as long as that takes.
final class TlsPolicyReader {

  /// All that a reading follows from.
  record Input(
      BackendTLSPolicy policy,
      SortedMap<ObjectName, Authorities> authorities,
      Optional<String> systemAuthorities) {}

  private static final String VALIDATION = "spec.validation";

  private final ObjectName name;
  private final Input input;
  private final BackendTLSPolicyValidation validation;
  private final List<Finding> refused = new ArrayList<>();
  private final List<Finding> unresolved = new ArrayList<>();
  private Optional<Trust> trust = Optional.empty();

  private TlsPolicyReader(ObjectName name, Input input, BackendTLSPolicyValidation validation) {
    this.name = name;
    this.input = input;
    this.validation = validation;
  }

  static TlsPolicy read(Input input) {
    var metadata = Objects.requireNonNullElseGet(input.policy().getMetadata(), ObjectMeta::new);
    var name =
        Kind.BACKEND_TLS_POLICY.named(
            Given.text(metadata.getNamespace()), Given.text(metadata.getName()));
    var spec = Objects.requireNonNullElseGet(input.policy().getSpec(), BackendTLSPolicySpec::new);
    var validation =
        Objects.requireNonNullElseGet(spec.getValidation(), BackendTLSPolicyValidation::new);
    var reader = new TlsPolicyReader(name, input, validation);
    var targets = reader.targets(spec);
    var tls = reader.tls();
    return new TlsPolicy(
        name,
        Given.text(metadata.getCreationTimestamp()),
        targets,
        tls.filter(each -> reader.refused.isEmpty()),
        reader.trust,
        reader.refused.stream().findFirst(),
        reader.unresolved,
        unheeded(name, spec));
  }

  /// Options are each implementation's own, and there are none here.
  private static List<Finding> unheeded(ObjectName name, BackendTLSPolicySpec spec) {
    return Given.texts(spec.getOptions()).keySet().stream()
        .sorted()
        .limit(1)
        .map(
            option ->
                Findings.warning(
                    name,
                    "spec.options",
                    "UnsupportedValue",
                    "has the TLS option " + Given.brief(option) + ", which means nothing here",
                    "remove it, and see that TLS without it is enough"))
        .toList();
  }

  /// The names of the ConfigMaps that a policy names.
  static Stream<String> references(BackendTLSPolicy policy) {
    return policy.getSpec() == null || policy.getSpec().getValidation() == null
        ? Stream.of()
        : Given.list(policy.getSpec().getValidation().getCaCertificateRefs()).stream()
            .filter(TlsPolicyReader::isConfigMap)
            .map(LocalObjectReference::getName);
  }

  private static boolean isConfigMap(LocalObjectReference ref) {
    return Given.text(ref.getGroup()).isEmpty()
        && Given.text(ref.getKind()).equals("ConfigMap")
        && !Given.text(ref.getName()).isEmpty();
  }

  private List<PolicyTarget> targets(BackendTLSPolicySpec spec) {
    var given =
        Given.list(spec.getTargetRefs()).stream()
            .map(
                ref ->
                    new PolicyTarget.Reference(
                        ref.getGroup(), ref.getKind(), ref.getName(), ref.getSectionName()))
            .toList();
    return PolicyTarget.read(name, given, refused);
  }

  private Optional<UpstreamTls.Verified> tls() {
    var authority = authority();
    var host = Hostnames.read(Given.text(validation.getHostname()));
    if (!(host.orElse(new HostMatch.Any()) instanceof HostMatch.Exact exact)) {
      refused.add(
          error(
              VALIDATION + ".hostname",
              "Invalid",
              "has no hostname that a server could have",
              "write the name that stands in the certificate of the backend"));
      return Optional.empty();
    }
    var names = names();
    return authority.map(
        each ->
            new UpstreamTls.Verified(
                exact.name(),
                each,
                names.isEmpty() ? List.of(new PeerName.Dns(exact)) : names,
                Optional.empty()));
  }

  private Optional<Authority> authority() {
    var references = Given.list(validation.getCaCertificateRefs());
    return references.isEmpty() ? wellKnown() : given(references);
  }

  private Optional<Authority> wellKnown() {
    var asked = Given.text(validation.getWellKnownCACertificates());
    if (asked.equals("System") && input.systemAuthorities().isPresent()) {
      return input.systemAuthorities().map(Authority.WellKnown::new);
    }
    refused.add(
        error(
            VALIDATION + ".wellKnownCACertificates",
            "Invalid",
            asked.isEmpty()
                ? "names nobody who vouches for the backend"
                : "wants the authorities \"" + Given.brief(asked) + "\", which are not known here",
            "name a ConfigMap with the authorities in caCertificateRefs"));
    return Optional.empty();
  }

  private Optional<Authority> given(List<LocalObjectReference> references) {
    var pem = new StringBuilder();
    var sources = new HashSet<ObjectName>();
    for (int i = 0; i < references.size(); i++) {
      var field = VALIDATION + ".caCertificateRefs[" + i + "]";
      var ref = references.get(i);
      if (!isConfigMap(ref)) {
        unresolved.add(
            error(
                field,
                "InvalidKind",
                "judges backends by a "
                    + Given.brief(Given.text(ref.getKind()))
                    + ", and only a ConfigMap can be used",
                "name a ConfigMap with the authorities as " + Authorities.KEY));
        continue;
      }
      var map = Kind.CONFIG_MAP.named(name.namespace(), ref.getName());
      switch (input.authorities().get(map)) {
        case null ->
            unresolved.add(
                error(
                    field,
                    "InvalidCACertificateRef",
                    "judges backends by " + map + ", which does not exist",
                    "create it with the authorities as " + Authorities.KEY));
        case Authorities.Unusable(var wrong, var cure) ->
            unresolved.add(
                error(
                    field,
                    "InvalidCACertificateRef",
                    "judges backends by " + map + ", which " + wrong,
                    cure));
        case Authorities.Usable(var text) -> {
          pem.append(text.strip()).append('\n');
          sources.add(map);
        }
      }
    }
    if (pem.isEmpty()) {
      refused.add(
          error(
              VALIDATION + ".caCertificateRefs",
              "NoValidCACertificate",
              "has no authority to judge backends by; requests to them are answered with 500",
              "see what is wrong with its caCertificateRefs"));
      return Optional.empty();
    }
    var id = new Trust.Id(name, 0);
    trust = Optional.of(new Trust(id, pem.toString(), sources));
    return Optional.of(new Authority.Given(id));
  }

  private List<PeerName> names() {
    var given = Given.list(validation.getSubjectAltNames());
    return IntStream.range(0, given.size())
        .mapToObj(i -> name(VALIDATION + ".subjectAltNames[" + i + "]", given.get(i)))
        .flatMap(Optional::stream)
        .toList();
  }

  /// One that cannot be read refuses the policy: without it, fewer servers might be let in, or
  // more.
  private Optional<PeerName> name(String field, SubjectAltName given) {
    var uri = Given.text(given.getUri());
    if ("URI".equals(given.getType()) && !uri.isEmpty()) {
      return Optional.of(new PeerName.Uri(uri));
    }
    var host = Hostnames.read(Given.text(given.getHostname()));
    if ("Hostname".equals(given.getType())
        && host.isPresent()
        && !(host.get() instanceof HostMatch.Any)) {
      return Optional.of(new PeerName.Dns(host.get()));
    }
    refused.add(
        error(
            field,
            "Invalid",
            "has a subject alternative name that is neither a host name nor a URI",
            "write type: Hostname with a hostname, or type: URI with a uri"));
    return Optional.empty();
  }

  private Finding error(String field, String reason, String wrong, String cure) {
    return Findings.error(name, field, reason, wrong, cure);
  }
}
