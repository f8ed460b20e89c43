package dev.tulle.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvConfTest {

  private static final ResolvConf NOTHING = ResolvConf.read("");

  private static final ResolvConf CLUSTER =
      ResolvConf.clusterFirst("shop", Zone.of("cluster.local"), "10.244.0.1", NOTHING);

  private final PodSpec pod = new PodSpec();

  @Test
  void searchesTheNamespaceThenTheClusterThenElsewhere() {
    assertThat(CLUSTER.text())
        .isEqualTo(
            """
            nameserver 10.244.0.1
            search shop.svc.cluster.local svc.cluster.local cluster.local
            options ndots:5
            """);
  }

  @Test
  void isTheClustersUnlessThePodSaysOtherwise() {
    assertThat(ResolvConf.of(pod, CLUSTER, NOTHING)).contains(CLUSTER);
    pod.setDnsPolicy("ClusterFirst");
    assertThat(ResolvConf.of(pod, CLUSTER, NOTHING)).contains(CLUSTER);
  }

  @Test
  void aPodOfTheHostsNetworkKeepsTheHostsUnlessItAsksForBoth() {
    pod.setHostNetwork(true);
    assertThat(ResolvConf.of(pod, CLUSTER, NOTHING)).isEmpty();
    pod.setDnsPolicy("ClusterFirstWithHostNet");
    assertThat(ResolvConf.of(pod, CLUSTER, NOTHING)).contains(CLUSTER);
    pod.setHostNetwork(false);
    pod.setDnsPolicy("Default");
    assertThat(ResolvConf.of(pod, CLUSTER, NOTHING)).isEmpty();
  }

  @Test
  void addsThePodsOwnConfigOnceEach() {
    var config = new PodDNSConfig();
    config.setNameservers(List.of("192.0.2.1", "10.244.0.1"));
    config.setSearches(List.of("example.com", "cluster.local"));
    config.setOptions(
        List.of(new PodDNSConfigOption("ndots", "2"), new PodDNSConfigOption("edns0", null)));
    pod.setDnsConfig(config);

    assertThat(ResolvConf.of(pod, CLUSTER, NOTHING).orElseThrow().text())
        .isEqualTo(
            """
            nameserver 10.244.0.1
            nameserver 192.0.2.1
            search shop.svc.cluster.local svc.cluster.local cluster.local example.com
            options ndots:2 edns0
            """);

    pod.setDnsPolicy("None");
    assertThat(ResolvConf.of(pod, CLUSTER, NOTHING).orElseThrow().text())
        .isEqualTo(
            """
            nameserver 192.0.2.1
            nameserver 10.244.0.1
            search example.com cluster.local
            options ndots:2 edns0
            """);
  }

  @Test
  void searchesWhereTheMachineDoesAfterTheCluster() {
    var machine =
        ResolvConf.read(
            """
            # a comment
            nameserver 127.0.0.53
            search example.org
            search  corp.example.com cluster.local
            options edns0 ndots:1
            """);

    assertThat(
            ResolvConf.clusterFirst("shop", Zone.of("cluster.local"), "10.244.0.1", machine).text())
        .isEqualTo(
            """
            nameserver 10.244.0.1
            search shop.svc.cluster.local svc.cluster.local cluster.local corp.example.com
            options ndots:5
            """);
  }

  @Test
  void addsThePodsOwnConfigToTheMachinesWhereThatIsItsPolicy() {
    var config = new PodDNSConfig();
    config.setNameservers(List.of("192.0.2.1", "192.0.2.2", "192.0.2.3"));
    config.setOptions(List.of(new PodDNSConfigOption("ndots", "2")));
    pod.setDnsConfig(config);
    pod.setDnsPolicy("Default");
    var machine =
        ResolvConf.read(
            """
            nameserver 127.0.0.53
            search corp.example.com
            options edns0 ndots:1
            """);

    assertThat(
            ResolvConf.of(pod, CLUSTER, machine.withoutLoopback("10.244.0.1")).orElseThrow().text())
        .as("no more than three name servers are of use")
        .isEqualTo(
            """
            nameserver 10.244.0.1
            nameserver 192.0.2.1
            nameserver 192.0.2.2
            search corp.example.com
            options edns0 ndots:2
            """);
  }
}
