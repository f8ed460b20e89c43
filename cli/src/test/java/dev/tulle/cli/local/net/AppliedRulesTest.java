package dev.tulle.cli.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.local.net.ServicePorts.Behind;
import dev.tulle.cli.local.net.ServicePorts.Front;
import dev.tulle.cli.local.net.ServicePorts.Target;
import dev.tulle.core.ir.IpFamily;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The rules as the kernel takes them.
@Tag("netns")
final class AppliedRulesTest {

  private static final AddressRange PODS = AddressRange.parse("198.18.0.0/17");
  private static final AddressRange SERVICES = AddressRange.parse("198.18.128.0/17");

  private static final Ipv6Block PODS_IPV6 = new Ipv6Block(-1, 1);
  private static final Ipv6Block SERVICES_IPV6 = new Ipv6Block(-1, 2);

  private final String key = "%08x".formatted(new SecureRandom().nextInt());

  @BeforeEach
  void lacks() {
    var lacks = LocalHost.check();
    assumeTrue(lacks.isEmpty(), () -> "pods cannot run here: " + String.join(" ", lacks));
  }

  @AfterEach
  void remove() throws IOException {
    if (LocalHost.check().isEmpty()) {
      for (var family : IpFamily.values()) {
        Tool.NFT.run(RuleText.removal(family, key), "-f", "-");
      }
    }
  }

  private ServiceRules rules() {
    return new ServiceRules(
        List.of(
            new RuleText(IpFamily.IPV4, key, "t" + key, PODS, SERVICES),
            new RuleText(IpFamily.IPV6, key, "t" + key, PODS_IPV6, SERVICES_IPV6)));
  }

  /// What is in the table, without the numbers of chance.
  private String table() throws IOException {
    return (Tool.NFT.run("", "list", "table", "ip", "tulle_" + key)
            + Tool.NFT.run("", "list", "table", "ip6", "tulle_" + key))
        .lines()
        .map(String::strip)
        .sorted()
        .reduce("", (all, line) -> all + line + "\n");
  }

  @Test
  void stepByStepIsTheSameAsAtOnce() throws Exception {
    long seed = new SecureRandom().nextLong();
    var random = new Random(seed);
    var steps = rules();
    for (int i = 0; i < 30; i++) {
      var ports = ports(random);
      steps.apply(ports);
      var stepped = table();
      rules().apply(ports);
      assertThat(stepped).as("seed %d step %d", seed, i).isEqualTo(table());
      steps.apply(ports);
      assertThat(table()).isEqualTo(stepped);
    }
  }

  @Test
  void afterAFailureEverythingIsMadeAnew() throws Exception {
    var rules = rules();
    rules.open();
    rules.apply(ServicePorts.NONE);
    Tool.NFT.run(RuleText.removal(IpFamily.IPV4, key), "-f", "-");
    var ports = thousand(10);
    assertThatThrownBy(() -> rules.apply(ports)).isInstanceOf(IOException.class);
    rules.apply(ports);
    assertThat(table()).contains("tcp_198.18.128.2_80");
  }

  @Test
  void aThousandServicesOfTenEndpoints() throws Exception {
    var rules = rules();
    var all = thousand(10);
    long began = System.nanoTime();
    rules.apply(all);
    long first = System.nanoTime() - began;
    var fronts = new TreeMap<>(all.fronts());
    fronts.pollFirstEntry();
    began = System.nanoTime();
    rules.apply(new ServicePorts(fronts));
    long change = System.nanoTime() - began;
    System.out.printf("1,000 x 10: %d ms; one: %d ms%n", first / 1_000_000, change / 1_000_000);
    assertThat(change).as("a change costs what changed").isLessThan(first);
  }

  private static ServicePorts thousand(int endpoints) {
    var fronts = new TreeMap<Front, Behind>();
    for (int i = 0; i < 1_000; i++) {
      var targets = new TreeSet<Target>();
      for (int j = 0; j < endpoints; j++) {
        targets.add(new Target(PODS.address(2 + i * endpoints + j), 8080));
      }
      fronts.put(
          new Front(SERVICES.address(2 + i), "tcp", 80, ""),
          new Behind(new ArrayList<>(targets), 0));
    }
    return new ServicePorts(fronts);
  }

  private static ServicePorts ports(Random random) {
    var fronts = new TreeMap<Front, Behind>();
    for (int i = random.nextInt(7); i > 0; i--) {
      boolean four = random.nextBoolean();
      var pods = four ? PODS : PODS_IPV6;
      var services = four ? SERVICES : SERVICES_IPV6;
      var targets = new TreeSet<Target>();
      for (int j = random.nextInt(4); j > 0; j--) {
        targets.add(new Target(pods.address(2 + random.nextInt(4)), 80 + random.nextInt(2)));
      }
      var protocol = random.nextBoolean() ? "tcp" : "udp";
      var client = random.nextBoolean() ? "" : pods.address(2);
      var affinity = List.of(0, 10, 20).get(random.nextInt(3));
      fronts.put(
          new Front(services.address(2 + random.nextInt(2)), protocol, 80, client),
          new Behind(new ArrayList<>(targets), affinity));
    }
    return new ServicePorts(fronts);
  }
}
