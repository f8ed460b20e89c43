package dev.tulle.cli.local.proxy;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.core.name.ObjectName;
import dev.tulle.server.ca.Bearer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The Envoys that answer to the outside, and what they are started with: the ingress gateway in
/// the host's network namespace, and that of each Gateway in one of its own.
public final class GatewayProxy {

  private static final String INGRESS = "ingress";
  private static final String GATEWAY = "gateway";
  private static final int MOST_THREADS = 4;

  private GatewayProxy() {}

  /// Prepares the directory of the ingress gateway, keeps its certificate valid, and runs it.
  public static EnvoyProcess ingress(
      ProxyGround ground, boolean lowPorts, EnvoyProcess.Watcher watcher) throws IOException {
    var bearer = Bearer.of(LocalIdentities.INGRESS_GATEWAY);
    var subject =
        new ProxyGround.Subject(INGRESS, INGRESS, ground.instance().gatewayProxy(), bearer);
    return run(ground, subject, lowPorts, Optional.empty(), watcher);
  }

  /// The same of a Gateway, which listens on whatever ports it has, in this network.
  public static EnvoyProcess of(
      ObjectName gateway, ProxyGround ground, PodNetwork network, EnvoyProcess.Watcher watcher)
      throws IOException {
    var subject =
        new ProxyGround.Subject(
            name(gateway),
            GATEWAY,
            ground.instance().gatewayProxy(gateway),
            Bearer.of(LocalIdentities.gateway(gateway), LocalIdentities.gatewayPod(gateway)));
    return run(ground, subject, true, Optional.of(network.file()), watcher);
  }

  /// What the Envoy of a Gateway is called among those of its instance. No pod is called so.
  public static String name(ObjectName gateway) {
    return GATEWAY + "/" + gateway.namespace() + "/" + gateway.name();
  }

  private static EnvoyProcess run(
      ProxyGround ground,
      ProxyGround.Subject subject,
      boolean lowPorts,
      Optional<Path> network,
      EnvoyProcess.Watcher watcher)
      throws IOException {
    var bootstrap = ground.prepare(subject);
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    return EnvoyProcess.run(
        new EnvoyProcess.Spec(
            subject.name(),
            ground.envoy(),
            subject.directory(),
            bootstrap,
            threads,
            lowPorts,
            network),
        watcher);
  }
}
