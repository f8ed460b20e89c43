package dev.tulle.core.xds;

import com.google.protobuf.Message;
import dev.tulle.core.ir.Session;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.filters.http.stateful_session.v3.StatefulSession;
import io.envoyproxy.envoy.extensions.filters.http.stateful_session.v3.StatefulSessionPerRoute;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.http.stateful_session.cookie.v3.CookieBasedSessionState;
import io.envoyproxy.envoy.extensions.http.stateful_session.header.v3.HeaderBasedSessionState;
import io.envoyproxy.envoy.type.http.v3.Cookie;

/// Keeps the requests of a session with one endpoint. Without a session of the route it does
/// nothing.
final class SessionFilter {

  static final String NAME = "envoy.filters.http.stateful_session";

  static final HttpFilter FILTER =
      HttpFilter.newBuilder()
          .setName(NAME)
          .setTypedConfig(Protos.any(StatefulSession.getDefaultInstance()))
          .build();

  private SessionFilter() {}

  static StatefulSessionPerRoute keep(Session session) {
    var state =
        switch (session) {
          case Session.Cookie cookie ->
              state(
                  "envoy.http.stateful_session.cookie",
                  CookieBasedSessionState.newBuilder().setCookie(cookie(cookie)).build());
          case Session.Header(var name) ->
              state(
                  "envoy.http.stateful_session.header",
                  HeaderBasedSessionState.newBuilder().setName(name).build());
        };
    return StatefulSessionPerRoute.newBuilder()
        .setStatefulSession(StatefulSession.newBuilder().setSessionState(state))
        .build();
  }

  private static Cookie cookie(Session.Cookie session) {
    var cookie = Cookie.newBuilder().setName(session.name()).setPath(session.path());
    session.lifetime().map(Protos::duration).ifPresent(cookie::setTtl);
    return cookie.build();
  }

  private static TypedExtensionConfig state(String name, Message config) {
    return TypedExtensionConfig.newBuilder()
        .setName(name)
        .setTypedConfig(Protos.any(config))
        .build();
  }
}
