package dev.tulle.server.stream;

import dev.tulle.server.stream.Authenticator.Outcome;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands before every method of every service: a call goes on only with a peer that its
/// credential proves.
final class Authentication implements ServerInterceptor {

  static final Context.Key<Peer> PEER = Context.key("peer");

  private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Authenticator authenticator;
  private final Counters counters;

  Authentication(Authenticator authenticator, Counters counters) {
    this.authenticator = authenticator;
    this.counters = counters;
  }

  @Override
  public <Q, P> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
    var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    return switch (authenticator.authenticate(new Credential(certificate(session), all(headers)))) {
      case Outcome.Known(var peer) ->
          Contexts.interceptCall(Context.current().withValue(PEER, peer), call, headers, next);
      case Outcome.Refused(var why) -> turnedAway(call, Status.UNAUTHENTICATED, why);
      case Outcome.Undecided(var why) -> turnedAway(call, Status.UNAVAILABLE, why);
    };
  }

  private <Q, P> ServerCall.Listener<Q> turnedAway(
      ServerCall<Q, P> call, Status status, String why) {
    counters.unauthenticated.increment();
    LOG.atWarn()
        .addKeyValue("method", call.getMethodDescriptor().getFullMethodName())
        .addKeyValue("status", status.getCode())
        .addKeyValue("why", why)
        .log("a call was turned away");
    call.close(status.withDescription(why), new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static List<String> all(Metadata headers) {
    var values = new ArrayList<String>();
    var found = headers.getAll(AUTHORIZATION);
    if (found != null) {
      found.forEach(values::add);
    }
    return values;
  }

  private static Optional<X509Certificate> certificate(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
