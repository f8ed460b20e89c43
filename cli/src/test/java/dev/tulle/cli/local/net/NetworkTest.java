package dev.tulle.cli.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.instance.Instance;
import dev.tulle.core.name.ObjectName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("netns")
final class NetworkTest {

  private static final PodHost HOST =
      new PodHost("a", "", Map.of("10.9.9.9", List.of("db")), Optional.empty());

  @TempDir Path root;
  Instance instance;

  @BeforeEach
  void open() {
    var lacks = LocalHost.check();
    assumeTrue(lacks.isEmpty(), () -> "pods cannot run here: " + String.join(" ", lacks));
    var key = "%08x".formatted(new SecureRandom().nextInt());
    instance = new Instance(root, "test-" + key, root.resolve("run"), root.resolve("state/" + key));
  }

  @AfterEach
  void close() throws Exception {
    if (LocalHost.check().isEmpty()) {
      Network.remove(instance);
      assertThat(links()).isEmpty();
    }
  }

  private String[] links() {
    return Path.of("/sys/class/net").toFile().list((_, name) -> name.contains(instance.key()));
  }

  private static ObjectName pod(String name) {
    return new ObjectName("Pod", "default", name);
  }

  private static String in(PodNetwork network, String... command) throws Exception {
    var line = new java.util.ArrayList<>(List.of("netns", "exec", network.namespace()));
    line.addAll(List.of(command));
    return Tool.IP.run("", line.toArray(String[]::new));
  }

  @Test
  void podsReachOneAnotherAndTheHost() throws Exception {
    var network = Network.open(instance);
    var a = network.attach(pod("a"), HOST);
    var b = network.attach(pod("b"), HOST);
    assertThat(a.address()).isNotEqualTo(b.address());
    try (var server =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName(a.gateway()))) {
      in(a, "bash", "-c", "exec 3<>/dev/tcp/%s/%d".formatted(a.gateway(), server.getLocalPort()));
      assertThat(server.accept().getInetAddress().getHostAddress()).isEqualTo(a.address());
    }
    assertThat(in(a, "ip", "route", "get", b.address())).contains("dev eth0");
    assertThat(in(a, "ip", "route", "get", "192.0.2.99")).contains("via " + a.gateway());
    assertThat(in(a, "cat", "/etc/hosts")).contains(a.address() + "\ta\n", "10.9.9.9\tdb\n");
    assertThat(Tool.NFT.run("", "list", "table", "ip", "tulle_" + instance.key()))
        .contains("ip saddr " + network.range(), "masquerade");
  }

  @Test
  void overIpv6PodsReachOneAnotherAndTheHost() throws Exception {
    assumeTrue(Ipv6.isOn(), "this machine has no IPv6");
    var network = Network.open(instance);
    var a = network.attach(pod("a"), HOST);
    var b = network.attach(pod("b"), HOST);
    var gateway = network.blocks().get(1).address(1);
    try (var server = new java.net.ServerSocket(0, 1, java.net.InetAddress.ofLiteral(gateway))) {
      in(a, "bash", "-c", "exec 3<>/dev/tcp/%s/%d".formatted(gateway, server.getLocalPort()));
      assertThat(server.accept().getInetAddress())
          .isEqualTo(java.net.InetAddress.ofLiteral(a.addresses().getLast()));
    }
    assertThat(in(a, "ip", "-6", "route", "get", b.addresses().getLast()))
        .contains("via " + gateway);
    // without a way out the pod's own kernel refuses; with one the machine decides
    var outside =
        in(a, "bash", "-c", "ip -6 route get 2001:db8::1 2>&1 || true").contains("via " + gateway);
    assertThat(outside).isEqualTo(Ipv6.leadsOut());
  }

  @Test
  void whatExistsIsTakenOverAndTheRestIsRemoved() throws Exception {
    var first = Network.open(instance);
    var kept = first.attach(pod("kept"), HOST);
    var lost = first.attach(pod("lost"), HOST);
    var second = Network.open(instance);
    assertThat(second.range()).isEqualTo(first.range());
    assertThat(second.adopt(pod("kept"), kept.addresses())).contains(kept);
    assertThat(second.adopt(pod("none"), List.of("10.0.0.9"))).isEmpty();
    var stray = "t" + instance.key() + "-fff";
    Tool.IP.run("", "link", "add", stray, "type", "veth", "peer", "name", stray + "p");
    second.removeLeftovers();
    assertThat(Files.exists(kept.file())).isTrue();
    assertThat(Files.exists(lost.file())).isFalse();
    assertThat(links()).doesNotContain(stray).contains(kept.cable());
    assertThat(second.attach(pod("new"), HOST).address()).isNotEqualTo(kept.address());
  }

  @Test
  void remainsOfAnEarlierPodOfThatNameAreReplaced() throws Exception {
    var network = Network.open(instance);
    var name = "tulle-" + instance.key() + "-default_a";
    Tool.IP.run("", "netns", "add", name);
    var attached = network.attach(pod("a"), HOST);
    assertThat(attached.namespace()).isEqualTo(name);
    assertThat(in(attached, "ip", "-o", "-4", "addr", "show", "eth0")).contains(attached.address());
  }

  @Test
  void everythingGoesAlsoWithoutOpening() throws Exception {
    var network = Network.open(instance);
    var attached = network.attach(pod("a"), HOST);
    var line =
        new ProcessBuilder(Tool.IP.path(), "netns", "exec", attached.namespace(), "sleep", "99");
    var process = line.start();
    while (Processes.inNetwork(attached.file()).isEmpty()) {
      Thread.sleep(1);
    }
    Network.remove(instance);
    assertThat(process.waitFor()).isEqualTo(137);
    assertThat(attached.file()).doesNotExist();
    assertThat(NamespaceFiles.folder(attached.namespace())).doesNotExist();
  }

  @Test
  void aPodWithADomainHasItsFullNameFirst() {
    var hosts =
        NamespaceFiles.hosts(
            List.of("10.1.2.3", "fd74::3"),
            new PodHost("web-0", "web.default.svc", Map.of(), Optional.empty()));
    assertThat(hosts)
        .endsWith(
            "10.1.2.3\tweb-0.web.default.svc\tweb-0\nfd74::3\tweb-0.web.default.svc\tweb-0\n");
  }
}
