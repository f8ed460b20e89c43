package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.local.net.Ipv6;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Over IPv6 all is as over IPv4, with the mesh and without it.
@EndToEnd
@ExtendWith(FidelityMesh.Shared.class)
class FidelityIpv6Test {

  private static final String TEMPLATE = "ipv6.yaml";
  private static final int MANY = 60;

  private final FidelityMesh mesh;

  FidelityIpv6Test(FidelityMesh mesh) {
    this.mesh = mesh;
  }

  @BeforeEach
  void theServicesAreThere() throws Exception {
    assumeTrue(Ipv6.isOn(), () -> "this machine has no IPv6. " + Ipv6.CURE + ".");
    mesh.saveTwice(TEMPLATE, it -> it);
    mesh.awaitReady("dual", 1);
    mesh.awaitReady("six", FidelityMesh.SERVERS);
    mesh.awaitReady("six-tcp", 1);
    mesh.awaitReady("six-pods", FidelityMesh.SERVERS);
    for (var namespace : List.of(FidelityMesh.PLAIN, FidelityMesh.MESH)) {
      for (int i = 0; i < FidelityMesh.SERVERS; i++) {
        mesh.observer(namespace, i)
            .answers("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nserver-" + i);
      }
    }
  }

  /// The IPv6 addresses that a name has for the client's programs, in order.
  private List<String> addresses(Way way, String service) throws Exception {
    var name = service + "." + way.to();
    return mesh.exec(way.from(), "client", "getent", "ahostsv6", name)
        .lines()
        .map(line -> line.split(" ", 2)[0])
        .distinct()
        .sorted()
        .toList();
  }

  private InetSocketAddress pod(Way way, int number, int port) throws Exception {
    return new InetSocketAddress(addresses(way, "six-pods").get(number), port);
  }

  private static String asked(Way way, InetSocketAddress target) throws IOException {
    try (var talk = new Talk(way.client().connect(target))) {
      talk.send("GET / HTTP/1.1\r\nHost: any\r\n\r\n");
      return talk.answer("GET").body();
    }
  }

  @Test
  void aNameLeadsToTheSamePodOverEitherFamily() throws Exception {
    var got =
        mesh.same(
            way -> {
              var url = "http://dual." + way.to() + "/";
              var four = mesh.exec(way.from(), "client", "curl", "-4sS", "--max-time", "5", url);
              var six = mesh.exec(way.from(), "client", "curl", "-6sS", "--max-time", "5", url);
              return List.of(four, six);
            });
    assertThat(got).containsExactly("server-0", "server-0");
  }

  @Test
  void eachReadyPodHasItsPart() throws Exception {
    var got =
        mesh.same(
            way -> {
              var target = way.service("six", 80);
              assertThat(target.getAddress()).isInstanceOf(Inet6Address.class);
              var answering = new TreeSet<String>();
              for (int i = 0; i < MANY; i++) {
                answering.add(asked(way, target));
              }
              return answering;
            });
    assertThat(got).containsExactly("server-0", "server-1", "server-2");
  }

  @Test
  void podsAreReachedByTheirOwnAddresses() throws Exception {
    var got =
        mesh.same(
            way -> {
              var answering = new TreeSet<String>();
              for (int i = 0; i < FidelityMesh.SERVERS; i++) {
                answering.add(asked(way, pod(way, i, 8080)));
              }
              return answering;
            });
    assertThat(got).containsExactly("server-0", "server-1", "server-2");
  }

  @Test
  void aServerMaySpeakFirst() throws Exception {
    mesh.same(
        way -> {
          try (var client = way.call("six-tcp", 90);
              var server = way.arrival(9090)) {
            server.send("220 ready\r\n");
            var heard = client.line();
            client.send("quit");
            client.finish();
            return heard + server.rest();
          }
        });
  }

  @Test
  void udpIsLeftAlone() throws Exception {
    mesh.same(
        way -> {
          try (var server = way.server(0).datagrams(9096);
              var client = way.client().datagrams(0)) {
            server.setSoTimeout(5_000);
            client.setSoTimeout(5_000);
            var ping = "ping".getBytes(StandardCharsets.US_ASCII);
            client.send(new DatagramPacket(ping, ping.length, way.service("six-tcp", 96)));
            var got = new DatagramPacket(new byte[100], 100);
            server.receive(got);
            server.send(new DatagramPacket(got.getData(), got.getLength(), got.getSocketAddress()));
            var back = new DatagramPacket(new byte[100], 100);
            client.receive(back);
            return back.getAddress().equals(way.service("six-tcp", 96).getAddress());
          }
        });
  }

  /// Its own programs reach it, others do not.
  @Test
  void whatListensOnTheLoopbackAddressAloneIsNotReached() throws Exception {
    var loopback = new InetSocketAddress(InetAddress.ofLiteral("::1"), 9094);
    for (var way : mesh.ways()) {
      try (var listening = way.server(0).listen(loopback)) {
        for (var target : List.of(way.service("six-tcp", 94), pod(way, 0, 9094))) {
          assertThat(end(way, target))
              .as("%s to %s", way, target)
              .isIn(way.isPlain() ? List.of("refused") : List.of("refused", "closed"));
        }
        try (var client = new Talk(way.server(0).connect(loopback));
            var server = new Talk(listening.accept())) {
          client.send("to myself");
          client.finish();
          assertThat(server.rest()).isEqualTo("to myself");
        }
      }
    }
  }

  private static String end(Way way, InetSocketAddress target) throws IOException {
    try (var client = new Talk(way.client().connect(target))) {
      return client.ended() ? "closed" : "open";
    } catch (ConnectException e) {
      return "refused";
    }
  }
}
