package dev.tulle.cli.local;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.pod.LogFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns a virtual thread that keeps the logs of an instance's proxies small.
final class ProxyLogs implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ProxyLogs.class);
  private static final Duration CHECK = Duration.ofSeconds(5);
  private static final String FILE = "envoy.log";

  private final Instance instance;
  private final Thread thread;

  private ProxyLogs(Instance instance) {
    this.instance = instance;
    this.thread = Thread.ofVirtual().name("proxy-logs").unstarted(this::run);
  }

  static ProxyLogs keepSmall(Instance instance) {
    var logs = new ProxyLogs(instance);
    logs.thread.start();
    return logs;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(CHECK);
        cut(instance.gatewayProxy());
        cutAll(instance.gatewayProxies());
        cutAll(instance.podProxies());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("the logs of proxies are no longer kept small: {}", e.getMessage());
    }
  }

  private static void cutAll(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (var proxies = Files.newDirectoryStream(directory)) {
        for (var proxy : proxies) {
          cut(proxy);
        }
      }
    }
  }

  private static void cut(Path proxy) throws IOException {
    try {
      LogFiles.cut(proxy.resolve(FILE), proxy.resolve(FILE + ".1"), LogFiles.MOST);
    } catch (NoSuchFileException e) {
      // The pod has gone meanwhile.
      return;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
