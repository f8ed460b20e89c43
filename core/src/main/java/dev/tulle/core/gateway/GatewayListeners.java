package dev.tulle.core.gateway;

import dev.tulle.core.gateway.ReadGateway.ClientValidation;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Trust;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All listeners of a Gateway, its own and those of ListenerSets, in the order in which they have a
/// say, and what became of each ListenerSet that names it: a finding where it may not. `contested`
/// is told to those whose listener goes before one of another object.
record GatewayListeners(
    List<JudgedListener> all,
    SortedMap<ObjectName, Optional<Finding>> sets,
    List<Finding> contested,
    SortedMap<Trust.Id, Trust> trusts) {

  /// All that the result follows from. `sets` are those that name the Gateway, the oldest first.
  record Input(ReadGateway gateway, List<ReadListenerSet> sets, Referents referents) {
    Input {
      sets = List.copyOf(sets);
    }
  }

  GatewayListeners {
    all = List.copyOf(all);
    contested = List.copyOf(contested);
  }

  /// Those of one Gateway or ListenerSet.
  List<JudgedListener> of(ObjectName owner) {
    return all.stream().filter(each -> each.id().owner().equals(owner)).toList();
  }

  static GatewayListeners resolve(Input input) {
    var clients = new TreeMap<Integer, ClientTrust>();
    input
        .gateway()
        .clients()
        .forEach((port, validation) -> clients.put(port, trust(input, port, validation)));
    var judge = new ListenerJudge(clients, input.referents());
    var all = new ArrayList<>(judged(input.gateway().listeners(), judge, List.of()));
    var sets = new TreeMap<ObjectName, Optional<Finding>>();
    for (var set : input.sets()) {
      var refused = refused(input, set);
      sets.put(set.name(), refused);
      if (refused.isEmpty()) {
        all.addAll(judged(set.listeners(), judge, all));
      }
    }
    var trusts = new TreeMap<Trust.Id, Trust>();
    clients.values().stream()
        .filter(ClientTrust::isUsable)
        .forEach(trust -> trusts.put(trust.id(), trust.trust()));
    return new GatewayListeners(withOverlaps(all), sets, contested(all), trusts);
  }

  private static ClientTrust trust(Input input, int port, ClientValidation validation) {
    return ClientTrust.resolve(input.gateway().name(), port, validation, input.referents());
  }

  private static Optional<Finding> refused(Input input, ReadListenerSet set) {
    var gateway = input.gateway();
    if (gateway.listenerSets().allows(set.name().namespace(), input.referents().labels())) {
      return Optional.empty();
    }
    return Optional.of(
        Findings.error(
            set.name(),
            "spec.parentRef",
            "NotAllowed",
            "names "
                + gateway.name()
                + ", which takes no ListenerSets from namespace "
                + set.name().namespace(),
            "allow it in spec.allowedListeners of " + gateway.name()));
  }

  /// Whoever came before has precedence. Among what that leaves of one object nobody has: all that
  /// conflict are out.
  private static List<JudgedListener> judged(
      List<ReadListener> listeners, ListenerJudge judge, List<JudgedListener> before) {
    var own = inConflict(listeners.stream().map(judge::judge).toList(), before);
    return inConflict(own, own);
  }

  /// Those that are out already stay so, and put no other out.
  private static List<JudgedListener> inConflict(
      List<JudgedListener> listeners, List<JudgedListener> others) {
    return listeners.stream()
        .map(
            each ->
                each.conflict().isPresent()
                    ? each
                    : each.in(
                        others.stream()
                            .filter(other -> other.conflict().isEmpty())
                            .filter(other -> !other.id().equals(each.id()))
                            .flatMap(other -> conflict(each, other).stream())
                            .findFirst()))
        .toList();
  }

  private static List<Finding> contested(List<JudgedListener> all) {
    var byWinner = new TreeMap<ListenerId, Finding>();
    for (var loser : all) {
      if (loser.conflict().isPresent()) {
        all.stream()
            .filter(other -> other.conflict().isEmpty())
            .filter(other -> !other.id().owner().equals(loser.id().owner()))
            .filter(other -> conflict(loser, other).isPresent())
            .findFirst()
            .ifPresent(winner -> byWinner.putIfAbsent(winner.id(), contested(winner, loser)));
      }
    }
    return List.copyOf(byWinner.values());
  }

  private static Finding contested(JudgedListener winner, JudgedListener loser) {
    return Findings.warning(
        winner.id().owner(),
        winner.read().field(),
        loser.conflict().orElseThrow().reason(),
        "has listener %s, which counts; listener %s of %s wants the same and is out"
            .formatted(winner.id().name(), loser.id().name(), loser.id().owner()),
        "remove one of the two");
  }

  private static Optional<Finding> conflict(JudgedListener one, JudgedListener other) {
    if (one.protocol().isEmpty()
        || other.protocol().isEmpty()
        || one.read().port() != other.read().port()) {
      return Optional.empty();
    }
    var protocol = one.protocol().get();
    boolean fits = protocol.fits(other.protocol().get());
    boolean sameTransport =
        (protocol == ListenerProtocol.UDP) == (other.protocol().get() == ListenerProtocol.UDP);
    if (!fits || (sameTransport && !protocol.hasHosts())) {
      return Optional.of(conflict(one, other, "ProtocolConflict", ".protocol", "the port"));
    }
    return sameTransport && one.host().equals(other.host())
        ? Optional.of(
            conflict(
                one,
                other,
                "HostnameConflict",
                ".hostname",
                "the host " + one.host() + " on the port"))
        : Optional.empty();
  }

  private static Finding conflict(
      JudgedListener loser, JudgedListener other, String reason, String field, String what) {
    return Findings.error(
        loser.id().owner(),
        loser.read().field() + field,
        reason,
        "has a listener %s for %s %d, which listener %s of %s has already"
            .formatted(
                loser.id().name(),
                what,
                loser.read().port(),
                other.id().name(),
                other.id().owner().equals(loser.id().owner())
                    ? "the same object"
                    : other.id().owner()),
        "give it another port or another host");
  }

  /// Browsers may use a connection that they opened to one host for another one, too.
  private static List<JudgedListener> withOverlaps(List<JudgedListener> all) {
    return all.stream()
        .map(
            each ->
                isHttps(each)
                    ? each.overlapping(
                        all.stream()
                            .filter(other -> !other.id().equals(each.id()) && isHttps(other))
                            .filter(other -> other.read().port() == each.read().port())
                            .filter(other -> overlap(each.host(), other.host()))
                            .map(JudgedListener::id)
                            .toList())
                    : each)
        .toList();
  }

  private static boolean isHttps(JudgedListener listener) {
    return listener.isInForce()
        && listener.protocol().filter(each -> each == ListenerProtocol.HTTPS).isPresent();
  }

  private static boolean overlap(HostMatch one, HostMatch other) {
    return Hostnames.common(one, other).isPresent();
  }
}
