package dev.tulle.cli.local.net;

import dev.tulle.cli.local.net.ServicePorts.Behind;
import dev.tulle.cli.local.net.ServicePorts.Front;
import dev.tulle.cli.local.net.ServicePorts.Target;
import dev.tulle.core.ir.IpFamily;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes the nftables table of an instance for one IP family, as input of `nft -f -`. One map
/// leads from a Service's address, protocol and port to a chain that chooses an endpoint; another,
/// which comes first, does so for single pods. What is sent to an address of a Service and was not
/// redirected has no endpoint, and is refused.
///
/// A Service with session affinity has, for each endpoint, a set of the clients that keep to it.
record RuleText(
    IpFamily family, String key, String bridge, AddressBlock pods, AddressBlock services) {

  /// Removes the table, whether it is there or not.
  static String removal(IpFamily family, String key) {
    // To delete a table that is not there is an error; to add it first never is.
    return "table %1$s\ndelete table %1$s\n".formatted(table(family, key));
  }

  /// With its family, as all commands name it.
  String table() {
    return table(family, key);
  }

  private static String table(IpFamily family, String key) {
    return "%s tulle_%s".formatted(header(family), key);
  }

  private static String header(IpFamily family) {
    return switch (family) {
      case IPV4 -> "ip";
      case IPV6 -> "ip6";
    };
  }

  private String header() {
    return header(family);
  }

  private String type() {
    return switch (family) {
      case IPV4 -> "ipv4_addr";
      case IPV6 -> "ipv6_addr";
    };
  }

  private String unreachable() {
    return switch (family) {
      case IPV4 -> "icmp port-unreachable";
      case IPV6 -> "icmpv6 port-unreachable";
    };
  }

  private String redirection() {
    return switch (family) {
      case IPV4 -> "icmp type redirect";
      case IPV6 -> "icmpv6 type nd-redirect";
    };
  }

  /// The whole table anew, in one step.
  String whole(ServicePorts ports) {
    return removal(family, key)
        + """
        table %1$s {
          map services {
            type %6$s . inet_proto . inet_service : verdict
          }
          map nearby {
            type %6$s . %6$s . inet_proto . inet_service : verdict
          }
          set endpoints {
            type %6$s . %6$s
          }
          chain prerouting {
            type nat hook prerouting priority -100; policy accept;
            %5$s daddr %3$s %5$s saddr . %5$s daddr . meta l4proto . th dport vmap @nearby
            %5$s daddr %3$s %5$s daddr . meta l4proto . th dport vmap @services
          }
          chain output {
            type nat hook output priority -100; policy accept;
            %5$s daddr %3$s %5$s saddr . %5$s daddr . meta l4proto . th dport vmap @nearby
            %5$s daddr %3$s %5$s daddr . meta l4proto . th dport vmap @services
          }
          chain postrouting {
            type nat hook postrouting priority 100; policy accept;
            %5$s saddr %2$s %5$s daddr != %2$s masquerade
            ct status dnat %5$s saddr . %5$s daddr @endpoints masquerade comment "a pod that calls itself"
          }
          chain refuse {
            meta l4proto tcp reject with tcp reset
            reject with %7$s
          }
          chain forward {
            type filter hook forward priority 0; policy accept;
            %5$s daddr %3$s jump refuse
          }
          chain sent {
            type filter hook output priority 0; policy accept;
            %5$s daddr %3$s jump refuse
            oifname "%4$s" %8$s drop comment "neighbours stay behind the host"
          }
        }
        """
            .formatted(
                table(), pods, services, bridge, header(), type(), unreachable(), redirection())
        + change(ServicePorts.NONE, ports);
  }

  /// What makes of a table for `before` one for `after`; empty where nothing differs.
  String change(ServicePorts formerly, ServicePorts wanted) {
    var before = formerly.of(family);
    var after = wanted.of(family);
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
      line(text, "%s element %s endpoints { %s }", verb, table(), pairs);
    }
  }

  private void gone(StringBuilder text, Front front, Behind behind) {
    line(text, "delete element %s %s { %s }", table(), map(front), element(front));
    line(text, "flush chain %s %s", table(), chain(front));
    forget(text, front, keepers(behind));
    line(text, "delete chain %s %s", table(), chain(front));
  }

  private void come(StringBuilder text, Front front, Behind behind) {
    line(text, "add chain %s %s", table(), chain(front));
    remember(text, front, keepers(behind), behind.affinitySeconds());
    choice(text, front, behind);
    line(
        text,
        "add element %s %s { %s : goto %s }",
        table(),
        map(front),
        element(front),
        chain(front));
  }

  private void changed(StringBuilder text, Front front, Behind before, Behind after) {
    line(text, "flush chain %s %s", table(), chain(front));
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
          "add rule %s %s meta l4proto %s dnat %s to numgen random mod %d map { %s }",
          table(),
          chain(front),
          front.protocol(),
          header(),
          targets.size(),
          map);
      return;
    }
    for (var target : targets) {
      line(
          text,
          "add rule %1$s %2$s %3$s saddr @%4$s goto %4$s",
          table(),
          chain(front),
          header(),
          keeper(front, target));
    }
    var map =
        IntStream.range(0, targets.size())
            .mapToObj(i -> i + " : goto " + keeper(front, targets.get(i)))
            .collect(Collectors.joining(", "));
    line(
        text,
        "add rule %s %s numgen random mod %d vmap { %s }",
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
          "add set %s %s { type %s; flags dynamic,timeout; timeout %ds; }",
          table(),
          name,
          type(),
          seconds);
      line(text, "add chain %s %s", table(), name);
      line(text, "add rule %1$s %2$s update @%2$s { %3$s saddr }", table(), name, header());
      line(
          text,
          "add rule %s %s meta l4proto %s dnat %s to %s:%d",
          table(),
          name,
          front.protocol(),
          header(),
          bracketed(target.address()),
          target.port());
    }
  }

  private void forget(StringBuilder text, Front front, Collection<Target> targets) {
    for (var target : targets) {
      var name = keeper(front, target);
      line(text, "flush chain %s %s", table(), name);
      line(text, "delete chain %s %s", table(), name);
      line(text, "delete set %s %s", table(), name);
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
    var dialled = front.protocol() + "_" + word(front.address()) + "_" + front.port();
    return front.client().isEmpty() ? dialled : dialled + "_from_" + word(front.client());
  }

  /// The name of both the chain to an endpoint and the set of the clients that keep to it.
  private static String keeper(Front front, Target target) {
    return chain(front) + "_to_" + word(target.address()) + "_" + target.port();
  }

  /// An address as a part of a name, in which no colon may be.
  private static String word(String address) {
    return address.replace(':', '-');
  }

  private static String bracketed(String address) {
    return address.indexOf(':') < 0 ? address : "[" + address + "]";
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
