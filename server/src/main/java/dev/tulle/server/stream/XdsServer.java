package dev.tulle.server.stream;

import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Owns the sockets and threads of the xDS server: gRPC over TLS, on Unix sockets, on TCP, or both.
/// Each address has its own way to tell who calls. Handlers run on virtual threads.
public final class XdsServer implements AutoCloseable {

  private static final long KEEPALIVE_SECONDS = 20;
  private static final long KEEPALIVE_TIMEOUT_SECONDS = 10;
  private static final long MOST_FREQUENT_PING_SECONDS = 5;
  private static final long CLOSE_SECONDS = 2;
  private static final int METADATA_BYTES = 16 << 10;

  private final List<Server> servers = new ArrayList<>();
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager trust;
  private final EventLoopGroup acceptors;
  private final EventLoopGroup workers;
  private final Publications publications;
  private final Counters counters = new Counters();
  private final AtomicLong streams = new AtomicLong();

  /// Where to listen: either may be left out.
  public sealed interface Address {
    record Unix(Path socket) implements Address {}

    record Tcp(InetSocketAddress address) implements Address {}

    /// TCP where callers have no certificate: who they are is told from what else they show.
    record Uncertified(InetSocketAddress address, Authenticator authenticator) implements Address {}
  }

  /// How callers come in at an address.
  private record Door(
      SocketAddress address, ClientAuth certificates, Authenticator authenticator) {}

  /// What a server needs from the rest of the program.
  public record Wiring(Publications publications, Feedback feedback, Limits limits, Clock clock) {}

  private XdsServer(Publications publications) throws GeneralSecurityException {
    this.publications = publications;
    this.trust =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
            .build();
    this.acceptors = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    this.workers = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  }

  /// Listens on all addresses, or throws one sentence that says which cannot be had and why.
  public static XdsServer start(List<Address> addresses, Identity identity, Wiring wiring)
      throws IOException {
    try {
      var server = new XdsServer(wiring.publications());
      try {
        server.renew(identity);
        for (var address : addresses) {
          server.listen(address, identity.trustDomain(), wiring);
        }
        return server;
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        server.close();
        throw e;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the xDS server cannot use its certificate: " + e.getMessage(), e);
    }
  }

  /// New connections see the new certificate and are judged by the new roots; streams go on.
  public void renew(Identity identity) throws GeneralSecurityException, IOException {
    keys.updateIdentityCredentials(
        identity.chain().toArray(new X509Certificate[0]), identity.key());
    trust.updateTrustCredentials(identity.roots().toArray(new X509Certificate[0]));
  }

  public Counters counters() {
    return counters;
  }

  /// The TCP ports that are listened on, in the order of the addresses.
  public List<Integer> ports() {
    return servers.stream().map(Server::getPort).filter(port -> port > 0).toList();
  }

  private void listen(Address address, String trustDomain, Wiring wiring) throws IOException {
    var where =
        switch (address) {
          case Address.Unix(var socket) -> (SocketAddress) UnixDomainSocketAddress.of(socket);
          case Address.Tcp(var tcp) -> tcp;
          case Address.Uncertified(var tcp, _) -> tcp;
        };
    var door =
        switch (address) {
          case Address.Unix _, Address.Tcp _ ->
              new Door(where, ClientAuth.REQUIRE, new Certified(trustDomain));
          case Address.Uncertified(_, var authenticator) ->
              new Door(where, ClientAuth.NONE, authenticator);
        };
    if (address instanceof Address.Unix(var socket)) {
      SocketFile.clear(socket);
    }
    try {
      servers.add(builder(door, wiring).build().start());
    } catch (IOException e) {
      throw new IOException("cannot listen on " + where + ": " + reason(e), e);
    }
    if (address instanceof Address.Unix(var socket)) {
      SocketFile.admit(socket);
    }
  }

  private static String reason(IOException e) {
    var cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  private NettyServerBuilder builder(Door door, Wiring wiring) throws IOException {
    var limits = wiring.limits();
    var site =
        new Site(
            publications,
            wiring.feedback(),
            counters,
            limits,
            wiring.clock(),
            System::nanoTime,
            streams);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var builder =
        NettyServerBuilder.forAddress(door.address())
            .channelType(channel(door.address()))
            .bossEventLoopGroup(acceptors)
            .workerEventLoopGroup(workers)
            .sslContext(tls(door.certificates()))
            .executor(threads)
            .intercept(new Authentication(door.authenticator(), counters))
            .maxInboundMessageSize(limits.messageBytes())
            .maxInboundMetadataSize(METADATA_BYTES)
            .maxConcurrentCallsPerConnection(limits.streamsPerConnection())
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(MOST_FREQUENT_PING_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    new Services(site, threads).all().forEach(builder::addService);
    return builder;
  }

  private static Class<? extends ServerChannel> channel(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress
        ? NioServerDomainSocketChannel.class
        : NioServerSocketChannel.class;
  }

  private SslContext tls(ClientAuth certificates) throws IOException {
    return GrpcSslContexts.configure(SslContextBuilder.forServer(keys), SslProvider.JDK)
        .trustManager(trust)
        .clientAuth(certificates)
        .protocols("TLSv1.3", "TLSv1.2")
        .build();
  }

  /// Ends every stream in good order. Proxies keep what they have and connect again.
  @Override
  public void close() {
    servers.forEach(Server::shutdown);
    publications.endAll("the control plane is stopping");
    servers.forEach(XdsServer::finish);
    stop(acceptors);
    stop(workers);
  }

  private static void stop(EventLoopGroup loops) {
    loops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private static void finish(Server server) {
    try {
      if (!server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
