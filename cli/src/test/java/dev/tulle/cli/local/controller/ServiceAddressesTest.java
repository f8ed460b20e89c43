package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.local.net.AddressRange;
import dev.tulle.cli.local.net.Ipv6Block;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.status.Finding;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceAddressesTest {

  private static final AddressRange RANGE = AddressRange.parse("10.96.4.0/24");
  private static final AddressRange TINY = AddressRange.parse("10.96.4.0/29"); // five addresses

  @Test
  void isStableWhateverTheOrderAndWithoutMemory() {
    var first = allocate(RANGE, Map.of(), service("a"), service("b"));
    var second = allocate(RANGE, Map.of(), service("b"), service("a"));

    assertThat(first.services()).isEqualTo(second.services());
    assertThat(first.remembered()).containsOnlyKeys("default/a", "default/b");
    assertThat(first.services())
        .allSatisfy(s -> assertThat(RANGE.find(s.getSpec().getClusterIP())).isPresent())
        .allSatisfy(
            s ->
                assertThat(s.getSpec().getClusterIPs())
                    .containsExactly(s.getSpec().getClusterIP()));
  }

  @Test
  void keepsWhatIsRememberedAlsoOfServicesThatAreGone() {
    var remembered = Map.of("default/a", "10.96.4.77", "default/gone", "10.96.4.78");
    var allocation = allocate(RANGE, remembered, service("a"));

    assertThat(ip(allocation, 0)).isEqualTo("10.96.4.77");
    assertThat(allocation.remembered()).isEqualTo(remembered);
  }

  @Test
  void forgetsWhatIsNotInTheRange() {
    var allocation = allocate(RANGE, Map.of("default/a", "10.7.0.1"), service("a"));
    assertThat(ip(allocation, 0)).startsWith("10.96.4.");
  }

  @Test
  void anAskedAddressGoesBeforeARememberedOne() {
    var allocation =
        allocate(RANGE, Map.of("default/a", "10.96.4.9"), service("a"), asking("b", "10.96.4.9"));

    assertThat(ip(allocation, 1)).isEqualTo("10.96.4.9");
    assertThat(ip(allocation, 0)).isNotEqualTo("10.96.4.9").startsWith("10.96.4.");
    assertThat(allocation.statuses()).isEmpty();
  }

  @Test
  void twoThatAskForOneAddressAreTold() {
    var allocation = allocate(RANGE, Map.of(), asking("a", "10.96.4.9"), asking("b", "10.96.4.9"));

    assertThat(ip(allocation, 0)).isEqualTo("10.96.4.9");
    assertThat(ip(allocation, 1)).isNotEqualTo("10.96.4.9").startsWith("10.96.4.");
    assertThat(findings(allocation))
        .extracting(Finding::message)
        .containsExactly(
            "Service default/b asks for clusterIP 10.96.4.9, which Service default/a has;"
                + " it gets another address.");
  }

  @Test
  void anAddressOutOfTheRangeIsToldAndReplaced() {
    for (var address : List.of("10.43.0.1", "10.96.4.0", "10.96.4.255", "10.96.4.010", "x")) {
      var allocation = allocate(RANGE, Map.of(), asking("a", address));
      assertThat(ip(allocation, 0)).startsWith("10.96.4.").isNotEqualTo(address);
      assertThat(findings(allocation))
          .extracting(Finding::reason)
          .containsExactly("ClusterIPOutOfRange");
    }
  }

  @Test
  void headlessAndExternalNameGetNone() {
    var external =
        new ServiceBuilder(service("b")).editSpec().withType("ExternalName").endSpec().build();
    var allocation = allocate(RANGE, Map.of(), asking("a", "None"), external);

    assertThat(allocation.services().get(0).getSpec().getClusterIPs()).containsExactly("None");
    assertThat(allocation.services().get(1)).isSameAs(external);
    assertThat(allocation.remembered()).isEmpty();
  }

  @Test
  void aFullRangeTakesBackFromTheGoneThenRefuses() {
    var five = IntStream.range(0, 5).mapToObj(i -> service("s" + i)).toArray(Service[]::new);
    var before = allocate(TINY, Map.of(), five);
    assertThat(new HashSet<>(before.remembered().values())).hasSize(5);

    var others = IntStream.range(5, 11).mapToObj(i -> service("s" + i)).toArray(Service[]::new);
    var after = allocate(TINY, before.remembered(), others);
    assertThat(new HashSet<>(after.remembered().values())).hasSize(5);
    assertThat(after.remembered())
        .containsOnlyKeys(
            after.services().stream()
                .filter(s -> s.getSpec().getClusterIP() != null)
                .map(s -> "default/" + s.getMetadata().getName())
                .toList());
    assertThat(findings(after)).extracting(Finding::reason).containsExactly("NoFreeAddress");
  }

  @Test
  void neitherTheFirstTwoAddressesNorTheLastAreGiven() {
    for (var reserved : List.of("10.96.4.0", "10.96.4.1", "10.96.4.7", "010.96.4.2", "db")) {
      var allocation = allocate(TINY, Map.of(), asking("a", reserved));
      assertThat(findings(allocation)).extracting(Finding::reason).contains("ClusterIPOutOfRange");
    }
    for (var free : List.of("10.96.4.2", "10.96.4.6")) {
      assertThat(ip(allocate(TINY, Map.of(), asking("a", free)), 0)).isEqualTo(free);
    }
  }

  @Test
  void familiesAreFilledInAsByAnApiServer() {
    assertThat(families("", List.of())).containsExactly("SingleStack", "IPv4");
    assertThat(families("", List.of("IPv6"))).containsExactly("SingleStack", "IPv6");
    assertThat(families("PreferDualStack", List.of()))
        .containsExactly("PreferDualStack", "IPv4", "IPv6");
    assertThat(families("RequireDualStack", List.of("IPv6")))
        .containsExactly("RequireDualStack", "IPv6", "IPv4");
  }

  /// The policy, and then the families; each has an address in the same order.
  private static List<String> families(String policy, List<String> families) {
    var allocation = dual(Map.of(), wanting(policy, families));
    assertThat(allocation.statuses()).isEmpty();
    var spec = allocation.services().getFirst().getSpec();
    assertThat(spec.getClusterIPs())
        .extracting(address -> IpFamily.of(address).toString())
        .isEqualTo(spec.getIpFamilies());
    assertThat(spec.getClusterIP()).isEqualTo(spec.getClusterIPs().getFirst());
    var all = new ArrayList<>(List.of(spec.getIpFamilyPolicy()));
    all.addAll(spec.getIpFamilies());
    return all;
  }

  @Test
  void addressesOfBothFamiliesAreRememberedAlsoWhileThereIsNoIpv6() {
    var first = dual(Map.of(), wanting("PreferDualStack", List.of()));
    assertThat(first.remembered()).containsOnlyKeys("default/a", "default/a/IPv6");

    var without = allocate(RANGE, first.remembered(), wanting("PreferDualStack", List.of()));
    assertThat(without.statuses()).isEmpty();
    assertThat(without.services().getFirst().getSpec().getIpFamilies()).containsExactly("IPv4");
    assertThat(without.remembered()).isEqualTo(first.remembered());
  }

  @Test
  void whereThereIsNoIpv6WhoNeedsItIsToldAndGetsNoAddress() {
    for (var service :
        List.of(wanting("RequireDualStack", List.of()), wanting("", List.of("IPv6")))) {
      var allocation = allocate(RANGE, Map.of(), service);
      assertThat(ip(allocation, 0)).isNull();
      assertThat(findings(allocation)).extracting(Finding::reason).containsExactly("NoIPv6");
    }
  }

  @Test
  void anAskedIpv6AddressIsGivenHoweverItIsWritten() {
    var service = asking("a", "FD74:0:0:2:0::9");
    assertThat(ip(dual(Map.of(), service), 0)).isEqualTo("fd74:0:0:2::9");
  }

  @Test
  void aHeadlessServiceWithoutSelectorMayHaveBothFamiliesAnywhere() {
    var service =
        new ServiceBuilder(asking("a", "None")).editSpec().withSelector(Map.of()).endSpec().build();
    var allocation = allocate(RANGE, Map.of(), service);
    assertThat(allocation.statuses()).isEmpty();
    assertThat(allocation.services().getFirst().getSpec().getIpFamilies())
        .containsExactly("IPv4", "IPv6");
  }

  private static ServiceAddresses.Allocation dual(
      Map<String, String> remembered, Service... services) {
    return ServiceAddresses.allocate(
        List.of(services), List.of(RANGE, new Ipv6Block(0, 2)), remembered);
  }

  private static Service wanting(String policy, List<String> families) {
    return new ServiceBuilder(service("a"))
        .editSpec()
        .withIpFamilyPolicy(policy.isEmpty() ? null : policy)
        .withIpFamilies(families)
        .endSpec()
        .build();
  }

  private static ServiceAddresses.Allocation allocate(
      AddressRange range, Map<String, String> remembered, Service... services) {
    return ServiceAddresses.allocate(List.of(services), List.of(range), remembered);
  }

  private static List<Finding> findings(ServiceAddresses.Allocation allocation) {
    return allocation.statuses().stream().flatMap(s -> s.findings().stream()).toList();
  }

  private static String ip(ServiceAddresses.Allocation allocation, int index) {
    return allocation.services().get(index).getSpec().getClusterIP();
  }

  private static Service service(String name) {
    return Given.service(name, Map.of("app", name), new IntOrString(80));
  }

  private static Service asking(String name, String address) {
    return new ServiceBuilder(service(name)).editSpec().withClusterIP(address).endSpec().build();
  }
}
