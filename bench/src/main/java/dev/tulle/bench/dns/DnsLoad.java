package dev.tulle.bench.dns;

import dev.tulle.core.dns.AddressRange;
import dev.tulle.core.dns.Zone;
import dev.tulle.server.dns.DnsCounters.Counter;
import dev.tulle.server.dns.DnsServer;
import dev.tulle.server.dns.DnsSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;

/// Asks a name server of a thousand Services over loopback, in this process: at 20,000 questions a
/// second, as fast as it goes, and while the only other name server is dead and a thousand
/// questions a second are for it. Before that an echo is asked, which tells how much of the times
/// is the machine's own. Arguments: questions a second, seconds of each run, and the address of a
/// server that runs already and has the same thousand Services, whose other name server is dead.
public final class DnsLoad {

  private static final int NO_WINDOW = 0;
  private static final int WARM_UP_SECONDS = 5;
  private static final int OF_ELSEWHERE = 1000;

  private DnsLoad() {}

  public static void main(String[] arguments) throws Exception {
    int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    var cluster = Questions.ofTheCluster();
    try (var echo = new Echo()) {
      var echoed = cluster.withCode(0);
      run(echo.address(), echoed, 0, 64, WARM_UP_SECONDS);
      print(rate + "/s, an echo", run(echo.address(), echoed, rate, NO_WINDOW, seconds));
    }
    if (arguments.length > 2) {
      running(new InetSocketAddress(arguments[2], 53), cluster, rate, seconds);
    } else {
      server(cluster, rate, seconds);
    }
  }

  private static void running(InetSocketAddress server, Questions cluster, int rate, int seconds)
      throws Exception {
    run(server, cluster, 0, 64, WARM_UP_SECONDS);
    withDeadUpstream(server, cluster, rate, seconds);
    cluster(server, cluster, rate, seconds);
  }

  private static void cluster(InetSocketAddress server, Questions cluster, int rate, int seconds)
      throws Exception {
    print(rate + "/s", run(server, cluster, rate, NO_WINDOW, seconds));
    print("as fast as it goes", run(server, cluster, 0, 64, seconds));
  }

  private static void server(Questions cluster, int rate, int seconds) throws Exception {
    var names = Files.createTempFile("tulle-dns-load", ".conf");
    // it takes questions and never answers one
    try (var dead = new DatagramSocket(new InetSocketAddress("127.0.0.2", 0))) {
      Files.writeString(names, "nameserver 127.0.0.2\n");
      try (var server = server(names, dead.getLocalPort())) {
        var address = server.addresses().getFirst();
        run(address, cluster, 0, 64, WARM_UP_SECONDS);
        cluster(address, cluster, rate, seconds);
        withDeadUpstream(address, cluster, rate, seconds);
        System.out.printf(
            "asked elsewhere: %d, turned away: %d, faults: %d%n",
            server.counters().of(Counter.FORWARDED),
            server.counters().of(Counter.OVERLOADED),
            server.counters().of(Counter.FAULTS));
      }
    } finally {
      Files.delete(names);
    }
  }

  private static void withDeadUpstream(
      InetSocketAddress address, Questions cluster, int rate, int seconds) throws Exception {
    var elsewhere = Questions.ofElsewhere(OF_ELSEWHERE * seconds);
    try (var beside = Executors.newSingleThreadExecutor()) {
      var others = beside.submit(() -> run(address, elsewhere, OF_ELSEWHERE, NO_WINDOW, seconds));
      print(rate + "/s, upstream dead", run(address, cluster, rate, NO_WINDOW, seconds));
      print("  of elsewhere", others.get());
    }
  }

  private static DnsServer server(Path names, int port) throws IOException {
    var settings =
        new DnsSettings(
            List.of(InetAddress.ofLiteral("127.0.0.1")),
            0,
            List.of(AddressRange.of("127.0.0.0/8")),
            Zone.of("cluster.local"),
            names,
            port);
    var server = new DnsServer(settings, System::nanoTime);
    server.start();
    server.publish(Questions.table());
    return server;
  }

  private static Client.Result run(
      InetSocketAddress address, Questions questions, int rate, int window, int seconds)
      throws IOException, InterruptedException {
    try (var client = new Client(address, questions, window)) {
      return client.run(rate, seconds);
    }
  }

  private static void print(String what, Client.Result result) {
    System.out.printf(
        "%-24s asked %,9d  answered %,9d (%,.0f/s)  wrong %d  p50 %,.0f µs  p99 %,.0f µs  p99.9 %,.0f"
            + " µs  max %,.0f µs%n",
        what,
        result.asked(),
        result.answered(),
        result.answered() / result.seconds(),
        result.wrong(),
        result.p50(),
        result.p99(),
        result.p999(),
        result.max());
  }
}
