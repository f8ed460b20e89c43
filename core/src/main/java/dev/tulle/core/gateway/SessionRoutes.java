package dev.tulle.core.gateway;

import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.Route;
import dev.tulle.core.ir.RouteAction.Forward;
import dev.tulle.core.ir.RouteAction.Share;
import dev.tulle.core.ir.RouteFilter;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.ir.RouteMatch.Field;
import dev.tulle.core.ir.Session;
import dev.tulle.core.ir.TextMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of a route whose sessions persist. Its cookies are for its path, but for those of
/// backends, for which each client chooses one (RFC 6265, section 5.1.4). A session goes
/// before weights: of several backends each has a route for requests with its cookie, before the
/// one that divides the others.
final class SessionRoutes {

  private SessionRoutes() {}

  /// In the order in which they are tried; the last one has the match of the route itself.
  static List<Route> of(Route route) {
    if (!(route.action() instanceof Forward forward)
        || forward.shares().stream().allMatch(share -> session(share).isEmpty())) {
      return List.of(route);
    }
    var path = path(route.match().path());
    var shares = forward.shares().stream().map(share -> on(path, share)).toList();
    var routes = new ArrayList<Route>();
    if (shares.size() > 1) {
      for (var share : shares) {
        session(share)
            .map(session -> with(route.match(), session))
            .map(match -> to(route, match, forward, List.of(alone(share))))
            .ifPresent(routes::add);
      }
    }
    routes.add(to(route, route.match(), forward, shares));
    return routes;
  }

  private static Route to(Route route, RouteMatch match, Forward forward, List<Share> shares) {
    var action = new Forward(shares, forward.timeouts(), forward.retry());
    return new Route(match, route.filters(), action, route.origin());
  }

  /// A session goes on where no new one begins, since its weight is zero.
  private static Share alone(Share share) {
    return new Share(share.backend(), 1, share.filters());
  }

  private static Optional<Session.Cookie> session(Share share) {
    return share.filters().stream()
        .map(
            filter ->
                filter instanceof RouteFilter.Persist(Session.Cookie cookie)
                    ? Optional.of(cookie)
                    : Optional.<Session.Cookie>empty())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Share on(String path, Share share) {
    var filters =
        share.filters().stream()
            .map(
                filter ->
                    filter
                                instanceof
                                RouteFilter.Persist(Session.Cookie(var name, var any, var lifetime))
                            && !any.isEmpty()
                        ? new RouteFilter.Persist(new Session.Cookie(name, path, lifetime))
                        : filter)
            .toList();
    return new Share(share.backend(), share.weight(), filters);
  }

  private static RouteMatch with(RouteMatch match, Session.Cookie cookie) {
    var headers = new ArrayList<>(match.headers());
    var name = cookie.name().replaceAll("[^A-Za-z0-9]", "\\\\$0");
    headers.add(new Field("cookie", new TextMatch.Regex("(.*; *)?" + name + "=.*")));
    return new RouteMatch(match.path(), match.method(), headers, match.parameters());
  }

  /// The longest path that all which match have in common.
  private static String path(PathMatch match) {
    return switch (match) {
      case PathMatch.Exact(var path) -> attribute(path);
      case PathMatch.Prefix(var path) -> attribute(path);
      case PathMatch.Start(var path) -> whole(attribute(path));
      case PathMatch.Regex(var regex) ->
          whole(regex.contains("|") ? "" : regex.split("[^-A-Za-z0-9/_~%]", 2)[0]);
    };
  }

  /// A semicolon would end it.
  private static String attribute(String path) {
    return path.contains(";") ? whole(path.substring(0, path.indexOf(';'))) : path;
  }

  /// Without what may be the beginning of a longer element.
  private static String whole(String start) {
    int end = start.lastIndexOf('/');
    return end <= 0 ? "/" : start.substring(0, end);
  }
}
