package dev.tulle.cli.local.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.local.net.ServicePorts.Behind;
import dev.tulle.cli.local.net.ServicePorts.Front;
import dev.tulle.cli.local.net.ServicePorts.Target;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import dev.tulle.core.world.World;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ServiceRulesTest {

  private static final RuleText TEXT =
      new RuleText(
          IpFamily.IPV4,
          "0a1b2c3d",
          "t0a1b2c3d",
          AddressRange.parse("10.128.0.0/20"),
          AddressRange.parse("10.128.16.0/20"));
  private static final Front WEB = new Front("10.128.16.5", "tcp", 80, "");
  private static final Target ONE = new Target("10.128.0.2", 8080);
  private static final Target TWO = new Target("10.128.0.3", 8080);

  private static ServicePorts ports(Object... frontsAndBehinds) {
    var fronts = new TreeMap<Front, Behind>();
    for (int i = 0; i < frontsAndBehinds.length; i += 2) {
      fronts.put((Front) frontsAndBehinds[i], (Behind) frontsAndBehinds[i + 1]);
    }
    return new ServicePorts(fronts);
  }

  private static Behind behind(int affinity, Target... targets) {
    return new Behind(List.of(targets), affinity);
  }

  @Test
  void aServiceComes() {
    assertThat(TEXT.change(ports(), ports(WEB, behind(0, ONE, TWO))))
        .isEqualTo(
            """
            add element ip tulle_0a1b2c3d endpoints { 10.128.0.2 . 10.128.0.2, 10.128.0.3 . 10.128.0.3 }
            add chain ip tulle_0a1b2c3d tcp_10.128.16.5_80
            add rule ip tulle_0a1b2c3d tcp_10.128.16.5_80 meta l4proto tcp dnat ip to numgen random mod 2 map { 0 : 10.128.0.2 . 8080, 1 : 10.128.0.3 . 8080 }
            add element ip tulle_0a1b2c3d services { 10.128.16.5 . tcp . 80 : goto tcp_10.128.16.5_80 }
            """);
  }

  @Test
  void anEndpointGoes() {
    assertThat(TEXT.change(ports(WEB, behind(0, ONE, TWO)), ports(WEB, behind(0, TWO))))
        .isEqualTo(
            """
            delete element ip tulle_0a1b2c3d endpoints { 10.128.0.2 . 10.128.0.2 }
            flush chain ip tulle_0a1b2c3d tcp_10.128.16.5_80
            add rule ip tulle_0a1b2c3d tcp_10.128.16.5_80 meta l4proto tcp dnat ip to numgen random mod 1 map { 0 : 10.128.0.3 . 8080 }
            """);
  }

  @Test
  void theLastEndpointGoes() {
    assertThat(TEXT.change(ports(WEB, behind(0, ONE)), ports()))
        .isEqualTo(
            """
            delete element ip tulle_0a1b2c3d endpoints { 10.128.0.2 . 10.128.0.2 }
            delete element ip tulle_0a1b2c3d services { 10.128.16.5 . tcp . 80 }
            flush chain ip tulle_0a1b2c3d tcp_10.128.16.5_80
            delete chain ip tulle_0a1b2c3d tcp_10.128.16.5_80
            """);
  }

  @Test
  void withAffinityTheOthersKeepTheirClients() {
    assertThat(TEXT.change(ports(WEB, behind(60, ONE)), ports(WEB, behind(60, ONE, TWO))))
        .isEqualTo(
            """
            add element ip tulle_0a1b2c3d endpoints { 10.128.0.3 . 10.128.0.3 }
            flush chain ip tulle_0a1b2c3d tcp_10.128.16.5_80
            add set ip tulle_0a1b2c3d tcp_10.128.16.5_80_to_10.128.0.3_8080 { type ipv4_addr; flags dynamic,timeout; timeout 60s; }
            add chain ip tulle_0a1b2c3d tcp_10.128.16.5_80_to_10.128.0.3_8080
            add rule ip tulle_0a1b2c3d tcp_10.128.16.5_80_to_10.128.0.3_8080 update @tcp_10.128.16.5_80_to_10.128.0.3_8080 { ip saddr }
            add rule ip tulle_0a1b2c3d tcp_10.128.16.5_80_to_10.128.0.3_8080 meta l4proto tcp dnat ip to 10.128.0.3:8080
            add rule ip tulle_0a1b2c3d tcp_10.128.16.5_80 ip saddr @tcp_10.128.16.5_80_to_10.128.0.2_8080 goto tcp_10.128.16.5_80_to_10.128.0.2_8080
            add rule ip tulle_0a1b2c3d tcp_10.128.16.5_80 ip saddr @tcp_10.128.16.5_80_to_10.128.0.3_8080 goto tcp_10.128.16.5_80_to_10.128.0.3_8080
            add rule ip tulle_0a1b2c3d tcp_10.128.16.5_80 numgen random mod 2 vmap { 0 : goto tcp_10.128.16.5_80_to_10.128.0.2_8080, 1 : goto tcp_10.128.16.5_80_to_10.128.0.3_8080 }
            """);
  }

  @Test
  void nothingIsSaidOfWhatIsTheSame() {
    assertThat(TEXT.change(ports(WEB, behind(60, ONE)), ports(WEB, behind(60, ONE)))).isEmpty();
    assertThat(TEXT.whole(ports()))
        .startsWith("table ip tulle_0a1b2c3d\ndelete table ip tulle_0a1b2c3d\n")
        .contains(
            "ip saddr 10.128.0.0/20 ip daddr != 10.128.0.0/20 masquerade",
            "ip daddr 10.128.16.0/20 jump refuse",
            "oifname \"t0a1b2c3d\" icmp type redirect drop");
  }

  private static final SlicePort HTTP = new SlicePort("http", 8080, "TCP", "");

  private static SliceEndpoint endpoint(String address, String conditions) {
    return new SliceEndpoint(
        List.of(address),
        conditions.contains("ready"),
        conditions.contains("serving"),
        conditions.contains("terminating"),
        "",
        "",
        "",
        Set.of(),
        Set.of(),
        "");
  }

  private static SortedMap<Front, Behind> fronts(Service service, SliceEndpoint... endpoints) {
    var slice =
        new SliceRecord(
            Kind.ENDPOINT_SLICE.named("default", "web-1"),
            "web",
            "IPv4",
            List.of(HTTP, new SlicePort("dns", 5353, "UDP", "")),
            List.of(endpoints));
    var changes = new ArrayList<Change>();
    changes.add(Change.put(Kind.SERVICE.named("default", "web"), service));
    changes.add(Change.put(slice.name(), slice));
    return ServicePorts.of(World.of(changes)).fronts();
  }

  private static ServiceBuilder service() {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace("default")
        .withName("web")
        .endMetadata()
        .withNewSpec()
        .withClusterIP("10.128.16.5")
        .addNewPort()
        .withName("http")
        .withPort(80)
        .endPort()
        .addNewPort()
        .withName("dns")
        .withPort(53)
        .withProtocol("UDP")
        .endPort()
        .addNewPort()
        .withName("other")
        .withPort(81)
        .endPort()
        .endSpec();
  }

  @Test
  void readyEndpointsTakeEachPortByItsName() {
    assertThat(
            fronts(
                service().build(),
                endpoint("10.128.0.3", "ready serving"),
                endpoint("10.128.0.2", "ready serving"),
                endpoint("10.128.0.4", "serving terminating"),
                endpoint("10.128.0.5", "")))
        .containsOnly(
            java.util.Map.entry(WEB, behind(0, ONE, TWO)),
            java.util.Map.entry(
                new Front("10.128.16.5", "udp", 53, ""),
                behind(0, new Target("10.128.0.2", 5353), new Target("10.128.0.3", 5353))));
  }

  @Test
  void thoseThatEndButStillServeAreTheLastResort() {
    assertThat(
            fronts(
                service().build(),
                endpoint("10.128.0.2", "serving terminating"),
                endpoint("10.128.0.3", "terminating"),
                endpoint("10.128.0.4", "")))
        .containsEntry(WEB, behind(0, ONE));
    assertThat(fronts(service().build(), endpoint("10.128.0.4", "terminating"))).isEmpty();
  }

  @Test
  void affinityHasItsTime() {
    var ready = endpoint("10.128.0.2", "ready serving");
    var faithful = service().editSpec().withSessionAffinity("ClientIP").endSpec();
    assertThat(fronts(faithful.build(), ready)).containsEntry(WEB, behind(10_800, ONE));
    var short1 =
        faithful
            .editSpec()
            .withNewSessionAffinityConfig()
            .withNewClientIP()
            .withTimeoutSeconds(9)
            .endClientIP()
            .endSessionAffinityConfig()
            .endSpec();
    assertThat(fronts(short1.build(), ready)).containsEntry(WEB, behind(9, ONE));
  }

  @Test
  void withoutAnAddressThereIsNothingToRedirect() {
    var ready = endpoint("10.128.0.2", "ready serving");
    for (var address : new String[] {"None", "", "fd00::1"}) {
      var headless = service().editSpec().withClusterIP(address).endSpec().build();
      assertThat(fronts(headless, ready)).as(address).isEmpty();
    }
    var external = service().editSpec().withType("ExternalName").endSpec().build();
    assertThat(fronts(external, ready)).isEmpty();
  }

  @Test
  void podsHaveTheEndpointsOfTheirZone() {
    var changes = new ArrayList<Change>();
    changes.add(Change.put(Kind.SERVICE.named("default", "web"), service().build()));
    var endpoints = List.of(hinted("10.128.0.2", Set.of("a")), hinted("10.128.0.3", Set.of("b")));
    var name = Kind.ENDPOINT_SLICE.named("default", "web-1");
    changes.add(Change.put(name, new SliceRecord(name, "web", "IPv4", List.of(HTTP), endpoints)));
    changes.add(pod("near-a", "10.128.0.4", "a"));
    changes.add(pod("nowhere", "10.128.0.5", ""));
    var fronts = ServicePorts.of(World.of(changes)).fronts();
    assertThat(fronts)
        .containsOnly(
            java.util.Map.entry(WEB, behind(0, ONE, TWO)),
            java.util.Map.entry(WEB.forClient("10.128.0.4"), behind(0, ONE)));
    assertThat(TEXT.change(ports(), new ServicePorts(fronts)))
        .contains(
            "add element ip tulle_0a1b2c3d nearby { 10.128.0.4 . 10.128.16.5 . tcp . 80"
                + " : goto tcp_10.128.16.5_80_from_10.128.0.4 }");
  }

  @Test
  void withLocalAPodOfAnotherNodeReachesNone() {
    var local = service().editSpec().withInternalTrafficPolicy("Local").endSpec().build();
    var slice = Kind.ENDPOINT_SLICE.named("default", "web-1");
    var elsewhere =
        new SliceEndpoint(
            List.of("10.128.0.2"), true, true, false, "", "node-2", "", Set.of(), Set.of(), "");
    var changes =
        List.of(
            Change.put(Kind.SERVICE.named("default", "web"), local),
            Change.put(
                slice, new SliceRecord(slice, "web", "IPv4", List.of(HTTP), List.of(elsewhere))),
            pod("client", "10.128.0.4", ""));
    assertThat(ServicePorts.of(World.of(changes)).fronts()).isEmpty();
  }

  private static SliceEndpoint hinted(String address, Set<String> zones) {
    return new SliceEndpoint(
        List.of(address), true, true, false, "", "node-1", "", zones, Set.of(), "");
  }

  private static Change pod(String name, String address, String zone) {
    var labels =
        zone.isEmpty()
            ? java.util.Map.<String, String>of()
            : java.util.Map.of("topology.kubernetes.io/zone", zone);
    var pod = Kind.POD.named("default", name);
    return Change.put(
        pod,
        new PodRecord(
            pod,
            labels,
            java.util.Map.of(),
            "default",
            "node-1",
            List.of(address),
            List.of(),
            true,
            false,
            false));
  }
}
