package dev.tulle.cli.local.net;

import dev.tulle.cli.local.net.ServicePorts.Behind;
import dev.tulle.cli.local.net.ServicePorts.Front;
import dev.tulle.cli.local.net.ServicePorts.Target;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes the nftables table of an instance, as input of `nft -f -`. One map leads from a Service's
/// address, protocol and port to a chain that chooses an endpoint; another, which comes first, does
/// so for single pods. What is sent to an address of a Service and was not redirected has no
/// endpoint, and is refused.
///
/// A Service with session affinity has, for each endpoint, a set of the clients that keep to it.
record RuleText(String key, String bridge, AddressRange pods, AddressRange services) {

  /// Removes the table, whether it is there or not.
  static String removal(String key) {
    // To delete a table that is not there is an error; to add it first never is.
    return "table ip tulle_%1$s\ndelete table ip tulle_%1$s\n".formatted(key);
  }

  String table() {
    return "tulle_" + key;
  }

  /// The whole table anew, in one step.
  String whole(ServicePorts ports) {
    return removal(key)
        + """
        table ip tulle_%1$s {
          map services {
            type ipv4_addr . inet_proto . inet_service : verdict
          }
          map nearby {
            type ipv4_addr . ipv4_addr . inet_proto . inet_service : verdict
          }
          set endpoints {
            type ipv4_addr . ipv4_addr
          }
          chain prerouting {
            type nat hook prerouting priority -100; policy accept;
            ip daddr %3$s ip saddr . ip daddr . meta l4proto . th dport vmap @nearby
            ip daddr %3$s ip daddr . meta l4proto . th dport vmap @services
          }
          chain output {
            type nat hook output priority -100; policy accept;
            ip daddr %3$s ip saddr . ip daddr . meta l4proto . th dport vmap @nearby
            ip daddr %3$s ip daddr . meta l4proto . th dport vmap @services
          }
          chain postrouting {
            type nat hook postrouting priority 100; policy accept;
            ip saddr %2$s ip daddr != %2$s masquerade
            ct status dnat ip saddr . ip daddr @endpoints masquerade comment "a pod that calls itself"
          }
          chain refuse {
            meta l4proto tcp reject with tcp reset
            reject with icmp port-unreachable
          }
          chain forward {
            type filter hook forward priority 0; policy accept;
            ip daddr %3$s jump refuse
          }
          chain sent {
            type filter hook output priority 0; policy accept;
            ip daddr %3$s jump refuse
            oifname "%4$s" icmp type redirect drop comment "neighbours stay behind the host"
          }
        }
        """
            .formatted(key, pods, services, bridge)
        + change(ServicePorts.NONE, ports);
  }

  /// What makes of a table for `before` one for `after`; empty where nothing differs.
  String change(ServicePorts before, ServicePorts after) {
    var text = new StringBuilder();
    addresses(text, "delete", minus(before.addresses(), after.addresses()));
    addresses(text, "add", minus(after.addresses(), before.addresses()));
    before
        .fronts()
        .forEach(
            (front, behind) -> {
              if (!after.fronts().containsKey(front)) {
                gone(text, front, behind);
              }
            });
    after
        .fronts()
        .forEach(
            (front, behind) -> {
              var former = before.fronts().get(front);
              if (former == null) {
                come(text, front, behind);
              } else if (!former.equals(behind)) {
                changed(text, front, former, behind);
              }
            });
    return text.toString();
  }

  private void addresses(StringBuilder text, String verb, Set<String> addresses) {
    if (!addresses.isEmpty()) {
      var pairs = addresses.stream().map(a -> a + " . " + a).collect(Collectors.joining(", "));
      line(text, "%s element ip %s endpoints { %s }", verb, table(), pairs);
    }
  }

  private void gone(StringBuilder text, Front front, Behind behind) {
    line(text, "delete element ip %s %s { %s }", table(), map(front), element(front));
    line(text, "flush chain ip %s %s", table(), chain(front));
    forget(text, front, keepers(behind));
    line(text, "delete chain ip %s %s", table(), chain(front));
  }

  private void come(StringBuilder text, Front front, Behind behind) {
    line(text, "add chain ip %s %s", table(), chain(front));
    remember(text, front, keepers(behind), behind.affinitySeconds());
    choice(text, front, behind);
    line(
        text,
        "add element ip %s %s { %s : goto %s }",
        table(),
        map(front),
        element(front),
        chain(front));
  }

  private void changed(StringBuilder text, Front front, Behind before, Behind after) {
    line(text, "flush chain ip %s %s", table(), chain(front));
    boolean kept = before.affinitySeconds() == after.affinitySeconds();
    var former = keepers(before);
    var now = keepers(after);
    forget(text, front, kept ? minus(former, now) : former);
    remember(text, front, kept ? minus(now, former) : now, after.affinitySeconds());
    choice(text, front, after);
  }

  /// The rules of a front's chain, which is empty.
  private void choice(StringBuilder text, Front front, Behind behind) {
    var targets = behind.targets();
    if (targets.isEmpty()) {
      return; // what is not redirected is refused
    }
    if (behind.affinitySeconds() == 0) {
      var map =
          IntStream.range(0, targets.size())
              .mapToObj(i -> i + " : " + targets.get(i).address() + " . " + targets.get(i).port())
              .collect(Collectors.joining(", "));
      line(
          text,
          "add rule ip %s %s meta l4proto %s dnat ip to numgen random mod %d map { %s }",
          table(),
          chain(front),
          front.protocol(),
          targets.size(),
          map);
      return;
    }
    for (var target : targets) {
      line(
          text,
          "add rule ip %1$s %2$s ip saddr @%3$s goto %3$s",
          table(),
          chain(front),
          keeper(front, target));
    }
    var map =
        IntStream.range(0, targets.size())
            .mapToObj(i -> i + " : goto " + keeper(front, targets.get(i)))
            .collect(Collectors.joining(", "));
    line(
        text,
        "add rule ip %s %s numgen random mod %d vmap { %s }",
        table(),
        chain(front),
        targets.size(),
        map);
  }

  private void remember(StringBuilder text, Front front, Collection<Target> targets, int seconds) {
    for (var target : targets) {
      var name = keeper(front, target);
      line(
          text,
          "add set ip %s %s { type ipv4_addr; flags dynamic,timeout; timeout %ds; }",
          table(),
          name,
          seconds);
      line(text, "add chain ip %s %s", table(), name);
      line(text, "add rule ip %1$s %2$s update @%2$s { ip saddr }", table(), name);
      line(
          text,
          "add rule ip %s %s meta l4proto %s dnat ip to %s:%d",
          table(),
          name,
          front.protocol(),
          target.address(),
          target.port());
    }
  }

  private void forget(StringBuilder text, Front front, Collection<Target> targets) {
    for (var target : targets) {
      var name = keeper(front, target);
      line(text, "flush chain ip %s %s", table(), name);
      line(text, "delete chain ip %s %s", table(), name);
      line(text, "delete set ip %s %s", table(), name);
    }
  }

  private static Set<Target> keepers(Behind behind) {
    return behind.affinitySeconds() == 0 ? Set.of() : new TreeSet<>(behind.targets());
  }

  private static String map(Front front) {
    return front.client().isEmpty() ? "services" : "nearby";
  }

  private static String element(Front front) {
    var dialled = front.address() + " . " + front.protocol() + " . " + front.port();
    return front.client().isEmpty() ? dialled : front.client() + " . " + dialled;
  }

  private static String chain(Front front) {
    var dialled = front.protocol() + "_" + front.address() + "_" + front.port();
    return front.client().isEmpty() ? dialled : dialled + "_from_" + front.client();
  }

  /// The name of both the chain to an endpoint and the set of the clients that keep to it.
  private static String keeper(Front front, Target target) {
    return chain(front) + "_to_" + target.address() + "_" + target.port();
  }

  private static <T extends Comparable<T>> Set<T> minus(Set<T> all, Set<T> without) {
    var rest = new TreeSet<>(all);
    rest.removeAll(new HashSet<>(without));
    return rest;
  }

  @com.google.errorprone.annotations.FormatMethod
  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}
