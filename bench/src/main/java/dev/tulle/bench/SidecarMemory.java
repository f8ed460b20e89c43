package dev.tulle.bench;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.ir.Place;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.ca.Authority;
import dev.tulle.server.ca.Bearer;
import dev.tulle.server.stream.Feedback;
import dev.tulle.server.stream.Identity;
import dev.tulle.server.stream.Limits;
import dev.tulle.server.stream.Publications;
import dev.tulle.server.stream.XdsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one real sidecar takes that knows N Services of ten endpoints: its memory, and the bytes
/// that it was sent for each Service. Nothing but an Envoy and the xDS server runs, over a Unix
/// socket, so that a figure takes seconds.
public final class SidecarMemory {

  private static final String DOMAIN = "cluster.local";
  private static final SpiffeId SERVER = new SpiffeId(DOMAIN, "tulle-system", "tulle");
  private static final Scope.Sidecar SIDECAR =
      new Scope.Sidecar("team-0", new Place("node-0", "zone-0"), List.of(8080), false);
  private static final Duration MOST = Duration.ofMinutes(1);

  private SidecarMemory() {}

  public static void main(String[] words) throws Exception {
    if (words.length < 2) {
      System.err.println("usage: SidecarMemory ENVOY SERVICES...");
      System.exit(2);
    }
    System.out.println("| Services | resident, MiB | allocated, MiB | bytes for each Service |");
    System.out.println("|---|---|---|---|");
    for (var word : List.of(words).subList(1, words.length)) {
      int services = Integer.parseInt(word);
      var resources = rendered(services);
      var memory = memory(Path.of(words[0]), resources);
      System.out.printf(
          "| %d | %.0f | %.1f | %s |%n",
          services, memory.resident(), memory.allocated(), bytes(resources, services));
    }
  }

  private static Resources rendered(int services) {
    var world = World.of(ManyServices.objects(services));
    var mesh = new Compiler(ManyServices.SETTINGS).compile(world).mesh();
    return new Renderer().render(mesh, SIDECAR);
  }

  /// Their sum, and what each type has of it.
  private static String bytes(Resources resources, int services) {
    var parts = new ArrayList<String>();
    long all = 0;
    for (var type : ResourceType.values()) {
      long some = resources.of(type).values().stream().mapToLong(r -> r.bytes().size()).sum();
      all += some;
      parts.add(type.name().toLowerCase(Locale.ROOT) + " " + some / Math.max(services, 1));
    }
    return all / Math.max(services, 1) + " (" + String.join(", ", parts) + ")";
  }

  private static LoneEnvoy.Memory memory(Path envoy, Resources resources)
      throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("sidecar-memory");
    var authority =
        Authority.open(directory.resolve("ca"), Clock.systemUTC(), new SecureRandom(), DOMAIN);
    var publications = new Publications(peer -> Optional.of(SIDECAR), scope -> {});
    publications.publish(SIDECAR, 1, resources);
    publications.synced();
    var pod = Kind.POD.named(SIDECAR.namespace(), "client-0");
    var bearer = Bearer.of(new SpiffeId(DOMAIN, SIDECAR.namespace(), "client"), pod);
    try (var _ = serve(directory.resolve("xds.sock"), authority, publications);
        var proxy =
            LoneEnvoy.start(envoy, directory, authority.issue(bearer), authority.rootPem())) {
      if (!proxy.awaitStarted(MOST) || !publications.awaitSequence(1, MOST)) {
        throw new IOException("it is not ready after a minute; its log: " + proxy.log());
      }
      return proxy.memory();
    }
  }

  private static XdsServer serve(Path socket, Authority authority, Publications publications)
      throws IOException {
    var issued = authority.issue(SERVER);
    var roots = List.of(authority.root());
    return XdsServer.start(
        List.of(new XdsServer.Address.Unix(socket)),
        new Identity(issued.key(), List.of(issued.certificate()), roots, DOMAIN),
        new XdsServer.Wiring(publications, Feedback.none(), Limits.standard(), Clock.systemUTC()));
  }
}
