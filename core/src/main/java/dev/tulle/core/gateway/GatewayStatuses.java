package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ListenerStatus;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.StatusDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is said of a Gateway and of its ListenerSets.
final class GatewayStatuses {

  private static final String ACCEPTED = "Accepted";
  private static final String PROGRAMMED = "Programmed";
  private static final String RESOLVED = "ResolvedRefs";
  private static final String NOT_VALID = "ListenersNotValid";

  private final GatewayOutcome.Input input;
  private final Optional<Finding> certificate;
  private final Optional<Finding> refused;
  private final Optional<Finding> unreachable;

  /// `certificate` is what is wrong with the one that is shown to backends.
  GatewayStatuses(GatewayOutcome.Input input, Optional<Finding> certificate) {
    this.input = input;
    this.certificate = certificate;
    this.refused = refused();
    this.unreachable = AddressJudge.unreachable(input.gateway(), input.addresses());
  }

  boolean isAccepted() {
    return refused.isEmpty();
  }

  List<ObjectStatus> all() {
    var sets =
        input.listeners().sets().entrySet().stream()
            .map(set -> listenerSet(set.getKey(), set.getValue()))
            .toList();
    return Stream.concat(Stream.of(gateway(sets)), sets.stream()).toList();
  }

  private Optional<Finding> refused() {
    var address = AddressJudge.unsupported(input.gateway());
    if (address.isPresent()) {
      return address;
    }
    if (input.parameters() instanceof Parameters.Invalid(var why)) {
      return Optional.of(why);
    }
    return input.listeners().all().stream().noneMatch(JudgedListener::isInForce)
        ? Optional.of(notValid(input.gateway().name()))
        : Optional.empty();
  }

  private Finding notValid(ObjectName owner) {
    return Findings.error(
        owner,
        "spec.listeners",
        NOT_VALID,
        "has no listener that could be in force",
        "see what is wrong with its listeners");
  }

  private ObjectStatus gateway(List<ObjectStatus> sets) {
    var name = input.gateway().name();
    var own = input.listeners().of(name);
    var conditions = new ArrayList<Condition>();
    conditions.add(refused.map(why -> Findings.no(ACCEPTED, why)).orElseGet(() -> accepted(own)));
    conditions.add(programmed());
    conditions.add(resolved(own));
    if (input.gateway().isDefault()) {
      conditions.add(
          new Condition("DefaultGateway", Truth.TRUE, "DefaultGateway", "has the scope All"));
    }
    if (input.gateway().clients().values().stream()
        .anyMatch(each -> each.insecureFallback() && !each.authorities().isEmpty())) {
      conditions.add(
          new Condition(
              "InsecureFrontendValidationMode",
              Truth.TRUE,
              "ConfigurationChanged",
              "clients without a valid certificate are let in, since spec.tls.frontend says so"));
    }
    int attachedSets =
        (int)
            sets.stream().filter(set -> set.conditions().getFirst().status() == Truth.TRUE).count();
    var detail =
        new StatusDetail.OfGateway(
            input.addresses().all(), own.stream().map(this::listener).toList(), attachedSets);
    // that an address has not come yet is nobody's mistake
    var unusable = unreachable.filter(why -> why.reason().equals("AddressNotUsable"));
    var findings = Stream.of(refused, unusable, certificate).flatMap(Optional::stream);
    return new ObjectStatus(name, conditions, detail, findings(name, findings, own));
  }

  private static Condition accepted(List<JudgedListener> own) {
    var out =
        own.stream()
            .filter(each -> !each.isInForce())
            .map(each -> each.id().name())
            .collect(Collectors.joining(", "));
    return out.isEmpty()
        ? Findings.yes(ACCEPTED, ACCEPTED)
        : new Condition(
            ACCEPTED, Truth.TRUE, NOT_VALID, "not in force, unlike the others: listener " + out);
  }

  private Condition programmed() {
    if (refused.isPresent()) {
      var why = refused.get();
      return new Condition(PROGRAMMED, Truth.FALSE, "Invalid", Findings.text(why));
    }
    return Findings.unless(unreachable, PROGRAMMED, PROGRAMMED);
  }

  private Condition resolved(List<JudgedListener> own) {
    if (certificate.isPresent()) {
      return Findings.no(RESOLVED, certificate.get());
    }
    var unresolved =
        own.stream()
            .filter(each -> !each.unresolved().isEmpty())
            .map(each -> each.id().name())
            .collect(Collectors.joining(", "));
    return unresolved.isEmpty()
        ? Findings.yes(RESOLVED, RESOLVED)
        : new Condition(
            RESOLVED,
            Truth.FALSE,
            "ListenersNotResolved",
            "see the conditions of listener " + unresolved);
  }

  private ObjectStatus listenerSet(ObjectName name, Optional<Finding> notAllowed) {
    if (notAllowed.isPresent()) {
      var why = notAllowed.get();
      return new ObjectStatus(
          name,
          List.of(Findings.no(ACCEPTED, why), Findings.no(PROGRAMMED, why)),
          new StatusDetail.OfListenerSet(List.of()),
          List.of(why));
    }
    var own = input.listeners().of(name);
    var wrong =
        own.stream().noneMatch(JudgedListener::isInForce)
            ? Optional.of(notValid(name))
            : refused.map(why -> parentNotAccepted(name));
    var accepted = wrong.map(why -> Findings.no(ACCEPTED, why)).orElseGet(() -> accepted(own));
    var programmed =
        wrong
            .map(why -> Findings.no(PROGRAMMED, why))
            .orElseGet(
                () ->
                    unreachable
                        .map(
                            why ->
                                new Condition(
                                    PROGRAMMED,
                                    Truth.FALSE,
                                    "ParentNotProgrammed",
                                    Findings.text(why)))
                        .orElseGet(() -> Findings.yes(PROGRAMMED, PROGRAMMED)));
    return new ObjectStatus(
        name,
        List.of(accepted, programmed),
        new StatusDetail.OfListenerSet(own.stream().map(this::listener).toList()),
        findings(name, wrong.stream(), own));
  }

  private Finding parentNotAccepted(ObjectName set) {
    return Findings.error(
        set,
        "spec.parentRef",
        "ParentNotAccepted",
        "belongs to " + input.gateway().name() + ", which is not accepted",
        "see what is wrong with the Gateway");
  }

  private List<Finding> findings(
      ObjectName owner, Stream<Finding> own, List<JudgedListener> listeners) {
    var ofListeners =
        listeners.stream()
            .flatMap(
                each ->
                    Stream.of(
                            each.conflict().stream(),
                            each.refused().stream(),
                            each.unresolved().stream(),
                            each.read().unheeded().stream())
                        .flatMap(found -> found));
    // that none is in force follows from what is said of each
    return Stream.of(own, ofListeners, input.listeners().contested().stream())
        .flatMap(each -> each)
        .filter(finding -> finding.object().equals(owner))
        .filter(finding -> !finding.reason().equals(NOT_VALID) || listeners.isEmpty())
        .distinct()
        .toList();
  }

  private ListenerStatus listener(JudgedListener listener) {
    int routes = input.attached().getOrDefault(listener.id(), List.of()).size();
    return new ListenerStatus(
        listener.id().name(),
        listener.kinds(),
        routes,
        ListenerConditions.of(listener, refused.or(() -> unreachable)));
  }
}
