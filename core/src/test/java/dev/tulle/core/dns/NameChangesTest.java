package dev.tulle.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.core.dns.ResourceRecord.Alias;
import dev.tulle.core.dns.ResourceRecord.Authority;
import dev.tulle.core.dns.ResourceRecord.Host;
import dev.tulle.core.dns.ResourceRecord.Location;
import dev.tulle.core.dns.ResourceRecord.NameServer;
import dev.tulle.core.dns.ResourceRecord.Pointer;
import dev.tulle.core.dns.ResourceRecord.Text;
import dev.tulle.core.dns.ResourceRecord.Value;
import dev.tulle.core.world.Kind;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NameChangesTest {

  private static final InetAddress FOUR = InetAddress.ofLiteral("10.96.0.1");
  private static final InetAddress SIX = InetAddress.ofLiteral("fd00::1");
  private static final List<Value> EVERY =
      List.of(
          new Host(FOUR),
          new Host(SIX),
          new NameServer("ns.dns.cluster.local."),
          new Alias("www.exämple.com."),
          new Pointer("web.default.svc.cluster.local."),
          new Text("1.1.0"),
          new Location(0, 100, 65_535, "web.default.svc.cluster.local."),
          new Authority("ns.", "hostmaster.", 5));

  private static final NameChanges CHANGES =
      new NameChanges(
          Map.of(
              Kind.SERVICE.named("default", "web"),
              new ServiceNames(
                  Map.of("", EVERY, "_tcp", List.of(), "_http._tcp", EVERY.subList(6, 7)),
                  Set.of(
                      new ReverseIndex.Entry(FOUR, true, "web.default.svc.cluster.local."),
                      new ReverseIndex.Entry(
                          SIX, false, "fd00--1.web.default.svc.cluster.local."))),
              Kind.SERVICE.named("shop", "empty"),
              new ServiceNames(Map.of(), Set.of())),
          Set.of(Kind.SERVICE.named("default", "old")),
          Optional.of(Set.of("default", "shop")));

  @Test
  void comeBackFromTheirBytes() {
    assertThat(NameChanges.of(CHANGES.toBytes())).isEqualTo(CHANGES);
    var none = new NameChanges(Map.of(), Set.of(), Optional.empty());
    assertThat(none.isEmpty()).isTrue();
    assertThat(NameChanges.of(none.toBytes())).isEqualTo(none);
  }

  @Test
  void areRefusedWhereBytesAreMissingOrTooMany() {
    var whole = CHANGES.toBytes();
    for (int length = 0; length < whole.length; length++) {
      var part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> NameChanges.of(part)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> NameChanges.of(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// They may mean something else; they never cost more than a refusal.
  @Test
  void survivesBytesThatAreWrong() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      var bytes = CHANGES.toBytes();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        assertThat(NameChanges.of(bytes).isEmpty()).as("seed %d", seed).isFalse();
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isPositive();
  }
}
