package dev.tulle.server.dns;

import dev.tulle.core.dns.ResolvConf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The machine's own name servers, as a file like `/etc/resolv.conf` lists them; it is read again
/// when it changes. A server that gave no answer lately comes last. Safe for threads.
final class Upstreams {

  private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);
  private static final long AVOIDED = TimeUnit.SECONDS.toNanos(5);

  /// How the file looked: replaced or edited, it looks different.
  private record Look(Object modified, long size, @Nullable Object file) {}

  private record Listed(long lookedAt, @Nullable Look look, List<InetSocketAddress> servers) {}

  private final Path file;
  private final int port;
  private final Predicate<InetSocketAddress> itself;
  private final LongSupplier nanos;
  private final Map<InetSocketAddress, Long> failed = new ConcurrentHashMap<>();
  private volatile Listed listed;

  /// `itself` tells the addresses that must not be asked, since the question would come back.
  Upstreams(Path file, int port, Predicate<InetSocketAddress> itself, LongSupplier nanos) {
    this.file = file;
    this.port = port;
    this.itself = itself;
    this.nanos = nanos;
    this.listed = read(new Listed(0, null, List.of()));
  }

  /// The servers in the order to ask them in.
  List<InetSocketAddress> inOrder() {
    long now = nanos.getAsLong();
    if (now - listed.lookedAt() >= LOOK_AGAIN) {
      listed = read(listed);
    }
    var good = new ArrayList<InetSocketAddress>();
    var bad = new ArrayList<InetSocketAddress>();
    for (var server : listed.servers()) {
      var since = failed.get(server);
      (since == null || now - since >= AVOIDED ? good : bad).add(server);
    }
    good.addAll(bad);
    return good;
  }

  void failed(InetSocketAddress server) {
    failed.put(server, nanos.getAsLong());
  }

  void answered(InetSocketAddress server) {
    failed.remove(server);
  }

  private Listed read(Listed before) {
    long now = nanos.getAsLong();
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      var look = new Look(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      if (Objects.equals(look, before.look())) {
        return new Listed(now, look, before.servers());
      }
      failed.clear();
      return new Listed(now, look, servers(Files.readString(file)));
    } catch (NoSuchFileException gone) {
      return new Listed(now, null, List.of());
    } catch (IOException e) {
      LOG.warn("{} cannot be read ({}): names outside the cluster go on as before", file, e);
      return new Listed(now, before.look(), before.servers());
    }
  }

  private List<InetSocketAddress> servers(String text) {
    var found = new ArrayList<InetSocketAddress>();
    for (var server : ResolvConf.read(text).nameservers()) {
      try {
        found.add(new InetSocketAddress(InetAddress.ofLiteral(server), port));
      } catch (IllegalArgumentException notAnAddress) {
        LOG.warn("{}: \"{}\" is not an address; the line is not used", file, server);
      }
    }
    var others = found.stream().filter(itself.negate()).distinct().toList();
    if (others.isEmpty()) {
      LOG.warn("{} names no other name server: only names of the cluster resolve", file);
    }
    return others;
  }
}
