package dev.tulle.server.dns;

import dev.tulle.core.dns.NameTable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The name server of a cluster's pods, over UDP and TCP. It owns the threads of its listeners from
/// `start` to `close`. Until a table is published, cluster names are answered with SERVFAIL.
public final class DnsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);

  private final DnsSettings settings;
  private final DnsCounters counters = new DnsCounters();
  private final Responder responder;
  private final Waiting waiting = new Waiting(counters);
  private final List<UdpListener> udp = new ArrayList<>();
  private final List<TcpListener> tcp = new ArrayList<>();

  /// `nanos` is a clock that never goes back, such as `System::nanoTime`.
  public DnsServer(DnsSettings settings, LongSupplier nanos) {
    this.settings = settings;
    var upstreams =
        new Upstreams(settings.upstreams(), settings.upstreamPort(), this::isItself, nanos);
    var forwarder =
        new Forwarder(
            new KeptAnswers(nanos),
            upstreams,
            new UpstreamExchange(new SecureRandom(), counters),
            counters);
    this.responder = new Responder(NameTable.unsynced(settings.zone()), forwarder, counters);
  }

  /// Binds every address, or none: then it throws, saying which one and why.
  public void start() throws IOException {
    start(false);
  }

  /// The same, but where another server that was started so listens already, both get a part of the
  /// questions: one takes over from the other without a gap, and the former is to be closed soon.
  public void startBeside() throws IOException {
    start(true);
  }

  private synchronized void start(boolean shared) throws IOException {
    Predicate<InetAddress> allowed =
        client -> settings.allowed().stream().anyMatch(range -> range.contains(client));
    try {
      for (var address : settings.listen()) {
        bind(new Site(new InetSocketAddress(address, settings.port()), shared), allowed);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    udp.forEach(UdpListener::start);
    tcp.forEach(TcpListener::start);
  }

  /// Where a listener binds, and whether another may be bound there, too.
  record Site(InetSocketAddress address, boolean shared) {}

  /// An error of a socket that stays, such as that no more files can be opened, must not spin.
  static void pauseAfterFault() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
  }

  private void bind(Site site, Predicate<InetAddress> allowed) throws IOException {
    var address = site.address();
    try {
      var listener = new TcpListener(site, allowed, responder, waiting, counters);
      tcp.add(listener);
      // a port that was left to the kernel is the same one for both
      var same = new Site(listener.address(), site.shared());
      udp.add(new UdpListener(same, allowed, responder, waiting, counters));
    } catch (BindException e) {
      throw new IOException(
          ("the name server cannot listen on %s port %d (%s): see with \"ss -lnp\" what does,"
                  + " or whether the machine has that address")
              .formatted(address.getAddress().getHostAddress(), address.getPort(), e.getMessage()),
          e);
    }
  }

  /// Answers from this table from now on.
  public void publish(NameTable table) {
    responder.publish(table);
  }

  public DnsCounters counters() {
    return counters;
  }

  /// The addresses it listens on, with their ports.
  public synchronized List<InetSocketAddress> addresses() throws IOException {
    var found = new ArrayList<InetSocketAddress>();
    for (var listener : udp) {
      found.add(listener.address());
    }
    return found;
  }

  private boolean isItself(InetSocketAddress server) {
    return server.getPort() == settings.port() && settings.listen().contains(server.getAddress());
  }

  @Override
  public synchronized void close() {
    for (var listener : udp) {
      try {
        listener.close();
      } catch (IOException e) {
        LOG.warn("a socket of the name server could not be closed", e);
      }
    }
    tcp.forEach(TcpListener::close);
    udp.clear();
    tcp.clear();
  }
}
