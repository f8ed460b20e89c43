package dev.tulle.server.dns;

import dev.tulle.core.dns.AddressRange;
import dev.tulle.core.dns.NameTable;
import dev.tulle.core.dns.Zone;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import dev.tulle.core.world.World;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Names for tests of the server; all that they are is tested in core. Everything is in the
/// namespace `default`.
final class TestNames {

  static final Zone ZONE =
      new Zone("cluster.local", List.of(), List.of(AddressRange.of("10.0.0.0/8")));

  private TestNames() {}

  /// `web` at 10.96.0.1, the headless `many` with as many endpoints, and `outside`, an alias of
  /// `www.example.com`.
  static NameTable table(int endpoints) {
    return NameTable.of(ZONE, World.of(changes("10.96.0.1", endpoints)));
  }

  static NameTable tableWithWebAt(String address) {
    return NameTable.of(ZONE, World.of(changes(address, 3)));
  }

  private static List<Change> changes(String address, int endpoints) {
    var web = new ServiceSpec();
    web.setClusterIP(address);
    var port = new ServicePort();
    port.setName("http");
    port.setPort(80);
    port.setProtocol("TCP");
    web.setPorts(List.of(port));
    var many = new ServiceSpec();
    many.setClusterIP("None");
    var outside = new ServiceSpec();
    outside.setType("ExternalName");
    outside.setExternalName("www.example.com");
    var name = Kind.ENDPOINT_SLICE.named("default", "many-1");
    var slice =
        new SliceRecord(
            name,
            "many",
            "IPv4",
            List.of(new SlicePort("http", 8080, "TCP", "")),
            IntStream.range(0, endpoints).mapToObj(TestNames::endpoint).toList());
    return List.of(
        service("web", web),
        service("many", many),
        service("outside", outside),
        Change.put(name, slice));
  }

  private static SliceEndpoint endpoint(int number) {
    var address = "10.244.%d.%d".formatted(number / 250, number % 250 + 1);
    return new SliceEndpoint(
        List.of(address), true, true, false, "", "", "", Set.of(), Set.of(), "pod-" + number);
  }

  private static Change service(String name, ServiceSpec spec) {
    var service = new Service();
    var metadata = new ObjectMeta();
    metadata.setName(name);
    metadata.setNamespace("default");
    service.setMetadata(metadata);
    service.setSpec(spec);
    return Change.put(Kind.SERVICE.named("default", name), service);
  }

  /// A server of [#table] on a port of this machine, with no other server to ask.
  static DnsServer serve(int many, Path folder) throws IOException {
    var server =
        new DnsServer(
            new DnsSettings(
                List.of(InetAddress.ofLiteral("127.0.0.1")),
                0,
                List.of(AddressRange.of("127.0.0.0/8")),
                ZONE,
                folder.resolve("resolv.conf"),
                53),
            System::nanoTime);
    server.start();
    server.publish(table(many));
    return server;
  }
}
