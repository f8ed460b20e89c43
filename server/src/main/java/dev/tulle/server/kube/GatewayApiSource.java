package dev.tulle.server.kube;

import dev.tulle.core.world.Change;
import dev.tulle.core.world.InstalledGatewayApi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which version of the Gateway API a cluster has: one of its definitions says so, and is read now
/// and then. It is no informer, so that the right to read one definition is enough. Owns a thread.
public final class GatewayApiSource implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayApiSource.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final String PATH =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + InstalledGatewayApi.NAME.name();
  private static final String VERSION = "gateway.networking.k8s.io/bundle-version";

  private final ApiServer server;
  private final Consumer<List<Change>> changes;
  private final Thread thread = Thread.ofVirtual().name("gateway-api").unstarted(this::run);
  private Optional<InstalledGatewayApi> known = Optional.empty();

  public GatewayApiSource(ApiServer server, Consumer<List<Change>> changes) {
    this.server = server;
    this.changes = changes;
  }

  /// Tells what there is, and what changes from then on.
  public void start() throws InterruptedException {
    look();
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        look();
      }
    } catch (InterruptedException _) {
      LOG.debug("the version of the Gateway API is read no more");
    }
  }

  private void look() throws InterruptedException {
    var before = known;
    try {
      known = Optional.of(read());
    } catch (ApiFailure e) {
      if (e.why() != ApiFailure.Cause.ABSENT) {
        LOG.debug("the version of the Gateway API cannot be read now: {}", e.getMessage());
        return;
      }
      known = Optional.empty();
    }
    if (!known.equals(before)) {
      changes.accept(
          List.of(
              known
                  .map(api -> Change.put(InstalledGatewayApi.NAME, api))
                  .orElseGet(() -> Change.gone(InstalledGatewayApi.NAME))));
    }
  }

  private InstalledGatewayApi read() throws ApiFailure, InterruptedException {
    var annotations = server.get(PATH, ApiServer.METADATA).path("metadata").path("annotations");
    return new InstalledGatewayApi(annotations.path(VERSION).asString("unknown"));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
