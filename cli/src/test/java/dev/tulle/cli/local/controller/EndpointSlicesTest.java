package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class EndpointSlicesTest {

  private static final Map<String, String> WEB = Map.of("app", "web");
  private static final Service SERVICE = Given.service("web", WEB, new IntOrString(9376));

  @Test
  void hasTheReadyPodsOfItsNamespace() {
    var slices =
        slices(
            SERVICE,
            running("a", "10.0.0.1", true),
            running("b", "10.0.0.2", false),
            inNamespace("other", running("c", "10.0.0.3", true)),
            Given.running(Given.pod("d", Map.of("app", "db")), "10.0.0.4", true, Given.NOW));

    assertThat(slices).hasSize(1);
    var slice = slices.getFirst();
    assertThat(slice.serviceName()).isEqualTo(new ObjectName("Service", "default", "web"));
    assertThat(slice.addressType()).isEqualTo("IPv4");
    assertThat(slice.ports()).containsExactly(new SlicePort("", 9376, "TCP", ""));
    assertThat(slice.endpoints())
        .extracting(SliceEndpoint::addresses, SliceEndpoint::ready, SliceEndpoint::targetPod)
        .containsExactly(
            tuple(List.of("10.0.0.1"), true, "a"), tuple(List.of("10.0.0.2"), false, "b"));
    assertThat(slice.endpoints()).extracting(SliceEndpoint::node).containsOnly("here");
  }

  /// As the endpointslice controller does; what is not ready has none.
  @Test
  void readyEndpointsHaveHintsWhereTheServiceDistributesByPlace() {
    var pods =
        new Pod[] {
          inZone("north", running("a", "10.0.0.1", true)),
          inZone("south", running("b", "10.0.0.2", false)),
          running("c", "10.0.0.3", true)
        };
    assertThat(hints("", pods)).containsOnly(tuple(Set.of(), Set.of()));
    for (var near : List.of("PreferClose", "PreferSameZone")) {
      assertThat(hints(near, pods))
          .containsExactly(
              tuple(Set.of("north"), Set.of()),
              tuple(Set.of(), Set.of()),
              tuple(Set.of(), Set.of()));
    }
    assertThat(hints("PreferSameNode", pods))
        .containsExactly(
            tuple(Set.of("north"), Set.of("here")),
            tuple(Set.of(), Set.of()),
            tuple(Set.of(), Set.of("here")));
    assertThat(slices(SERVICE, pods).getFirst().endpoints())
        .extracting(SliceEndpoint::zone)
        .containsExactly("north", "south", "");
  }

  private static List<Tuple> hints(String distribution, Pod... pods) {
    var service =
        new ServiceBuilder(SERVICE)
            .editSpec()
            .withTrafficDistribution(distribution.isEmpty() ? null : distribution)
            .endSpec()
            .build();
    return slices(service, pods).getFirst().endpoints().stream()
        .map(end -> tuple(end.hintZones(), end.hintNodes()))
        .toList();
  }

  private static Pod inZone(String zone, Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .addToLabels("topology.kubernetes.io/zone", zone)
        .endMetadata()
        .build();
  }

  @Test
  void aTerminatingPodServesButIsNotReady() {
    var slices =
        slices(
            SERVICE,
            Given.terminating(running("a", "10.0.0.1", true)),
            Given.terminating(running("b", "10.0.0.2", false)));

    assertThat(slices.getFirst().endpoints())
        .extracting(SliceEndpoint::ready, SliceEndpoint::serving, SliceEndpoint::terminating)
        .containsExactly(tuple(false, true, true), tuple(false, false, true));
  }

  @Test
  void publishedNotReadyAddressesAreReadyEvenWhenTerminating() {
    var published =
        new ServiceBuilder(SERVICE).editSpec().withPublishNotReadyAddresses(true).endSpec().build();
    var slices =
        slices(
            published,
            running("a", "10.0.0.1", false),
            Given.terminating(running("b", "10.0.0.2", true)));

    assertThat(slices.getFirst().endpoints())
        .extracting(SliceEndpoint::ready, SliceEndpoint::serving, SliceEndpoint::terminating)
        .containsExactly(tuple(true, false, false), tuple(true, true, true));
  }

  @Test
  void leavesOutPodsWithoutAddressAndThoseThatEnded() {
    var slices =
        slices(
            SERVICE,
            Given.pod("a", WEB),
            Given.phase(running("b", "10.0.0.2", true), "Succeeded"),
            Given.phase(running("c", "10.0.0.3", true), "Failed"));

    assertThat(slices).hasSize(1); // an empty one: that there is nothing is an answer
    assertThat(slices.getFirst().endpoints()).isEmpty();
  }

  @Test
  void aNamedPortThatDiffersMakesTwoSlices() {
    var named = Given.service("web", WEB, new IntOrString("http"));
    var slices =
        slices(
            named,
            running("a", "10.0.0.1", true),
            withPort(running("b", "10.0.0.2", true), "http", 8080),
            withPort(running("c", "10.0.0.3", true), "web", 80));

    assertThat(slices)
        .extracting(
            s -> s.ports().stream().map(SlicePort::number).toList(),
            s -> s.endpoints().stream().map(SliceEndpoint::targetPod).toList())
        .containsExactlyInAnyOrder(
            tuple(List.of(9376), List.of("a")),
            tuple(List.of(8080), List.of("b")),
            tuple(List.of(), List.of("c"))); // it declares no such port
    assertThat(slices).extracting(SliceRecord::name).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void carriesNameProtocolAndAppProtocolOfThePort() {
    var service =
        new ServiceBuilder(SERVICE)
            .editSpec()
            .editFirstPort()
            .withName("rpc")
            .withAppProtocol("kubernetes.io/h2c")
            .withTargetPort(null)
            .endPort()
            .addNewPort()
            .withName("dns")
            .withPort(53)
            .withProtocol("UDP")
            .endPort()
            .endSpec()
            .build();

    assertThat(slices(service, running("a", "10.0.0.1", true)).getFirst().ports())
        .containsExactly(
            new SlicePort("rpc", 80, "TCP", "kubernetes.io/h2c"),
            new SlicePort("dns", 53, "UDP", ""));
  }

  @Test
  void hasAHostnameWhereTheSubdomainIsTheService() {
    var named =
        new PodBuilder(running("web-0", "10.0.0.1", true))
            .editSpec()
            .withHostname("web-0")
            .withSubdomain("web")
            .endSpec()
            .build();
    var other = new PodBuilder(named).editSpec().withSubdomain("db").endSpec().build();

    assertThat(slices(SERVICE, named).getFirst().endpoints().getFirst().hostname())
        .isEqualTo("web-0");
    assertThat(slices(SERVICE, other).getFirst().endpoints().getFirst().hostname()).isEmpty();
  }

  @Test
  void dualStackHasASliceForEachFamily() {
    var dual =
        new ServiceBuilder(SERVICE).editSpec().withIpFamilies("IPv4", "IPv6").endSpec().build();
    var pod =
        new PodBuilder(running("a", "10.0.0.1", true))
            .editStatus()
            .withPodIPs(new PodIP("10.0.0.1"), new PodIP("fd00::1"))
            .endStatus()
            .build();

    assertThat(slices(dual, pod))
        .extracting(SliceRecord::addressType, s -> s.endpoints().getFirst().addresses().getFirst())
        .containsExactlyInAnyOrder(tuple("IPv4", "10.0.0.1"), tuple("IPv6", "fd00::1"));
  }

  @Test
  void noSelectorOrAnExternalNameHasNone() {
    var external =
        new ServiceBuilder(SERVICE).editSpec().withType("ExternalName").endSpec().build();

    assertThat(slices(Given.service("web", Map.of(), new IntOrString(1)))).isEmpty();
    assertThat(slices(external, running("a", "10.0.0.1", true))).isEmpty();
    assertThat(slices(new ServiceBuilder().withNewMetadata().endMetadata().build())).isEmpty();
  }

  @Test
  void changesAreWhatDiffers() {
    var before = slices(SERVICE, running("a", "10.0.0.1", true));
    var same = slices(SERVICE, running("a", "10.0.0.1", true));
    var after = slices(SERVICE, running("a", "10.0.0.1", false));

    assertThat(EndpointSlices.changes(before, same)).isEmpty();
    assertThat(EndpointSlices.changes(before, after))
        .containsExactly(Change.put(after.getFirst().name(), after.getFirst()));
    assertThat(EndpointSlices.changes(before, List.of()))
        .containsExactly(Change.gone(before.getFirst().name()));
  }

  @Test
  void tenThousandServicesDoNotLookAtTenThousandPodsEach() {
    var pods = new ArrayList<ObservedPod>();
    var services = new ArrayList<Service>();
    for (int i = 0; i < 10_000; i++) {
      var labels = Map.of("app", "web-" + i, "tier", "front");
      var ip = "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256;
      pods.add(ObservedPod.of(Given.running(Given.pod("p" + i, labels), ip, true, Given.NOW)));
      services.add(Given.service("web-" + i, labels, new IntOrString("http")));
    }
    var thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    var slices = EndpointSlices.of(services, LabelIndex.ofPods(pods));
    long millis = (thread.getCurrentThreadCpuTime() - start) / 1_000_000;

    assertThat(slices).hasSize(10_000).allMatch(s -> s.endpoints().size() == 1);
    assertThat(millis).isLessThan(5_000); // some 300 with the index, 10⁸ comparisons without it
  }

  private static List<SliceRecord> slices(Service service, Pod... pods) {
    return EndpointSlices.of(
        List.of(service), LabelIndex.ofPods(Stream.of(pods).map(ObservedPod::of).toList()));
  }

  private static Pod running(String name, String ip, boolean ready) {
    return Given.running(Given.pod(name, WEB), ip, ready, Given.NOW);
  }

  private static Pod inNamespace(String namespace, Pod pod) {
    return new PodBuilder(pod).editMetadata().withNamespace(namespace).endMetadata().build();
  }

  private static Pod withPort(Pod pod, String name, int number) {
    return new PodBuilder(pod)
        .editSpec()
        .editFirstContainer()
        .editFirstPort()
        .withName(name)
        .withContainerPort(number)
        .endPort()
        .endContainer()
        .endSpec()
        .build();
  }
}
