package dev.tulle.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvConfTest {

  private static final ResolvConf CLUSTER =
      ResolvConf.clusterFirst("shop", Zone.of("cluster.local"), "10.244.0.1");

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
    assertThat(ResolvConf.of(pod, CLUSTER)).contains(CLUSTER);
    pod.setDnsPolicy("ClusterFirst");
    assertThat(ResolvConf.of(pod, CLUSTER)).contains(CLUSTER);
  }

  @Test
  void aPodOfTheHostsNetworkKeepsTheHostsUnlessItAsksForBoth() {
    pod.setHostNetwork(true);
    assertThat(ResolvConf.of(pod, CLUSTER)).isEmpty();
    pod.setDnsPolicy("ClusterFirstWithHostNet");
    assertThat(ResolvConf.of(pod, CLUSTER)).contains(CLUSTER);
    pod.setHostNetwork(false);
    pod.setDnsPolicy("Default");
    assertThat(ResolvConf.of(pod, CLUSTER)).isEmpty();
  }

  @Test
  void addsThePodsOwnConfigOnceEach() {
    var config = new PodDNSConfig();
    config.setNameservers(List.of("192.0.2.1", "10.244.0.1"));
    config.setSearches(List.of("example.com", "cluster.local"));
    config.setOptions(
        List.of(new PodDNSConfigOption("ndots", "2"), new PodDNSConfigOption("edns0", null)));
    pod.setDnsConfig(config);

    assertThat(ResolvConf.of(pod, CLUSTER).orElseThrow().text())
        .isEqualTo(
            """
            nameserver 10.244.0.1
            nameserver 192.0.2.1
            search shop.svc.cluster.local svc.cluster.local cluster.local example.com
            options ndots:2 edns0
            """);

    pod.setDnsPolicy("None");
    assertThat(ResolvConf.of(pod, CLUSTER).orElseThrow().text())
        .isEqualTo(
            """
            nameserver 192.0.2.1
            nameserver 10.244.0.1
            search example.com cluster.local
            options ndots:2 edns0
            """);
  }
}
