package dev.tulle.core.gateway;

import dev.tulle.core.ir.RouteFilter.Cors;
import dev.tulle.core.ir.TextMatch;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPCORSFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads which other origins may use what is answered.
final class CorsReader {

  private static final int DEFAULT_SECONDS = 5;
  private static final Pattern ORIGIN =
      Pattern.compile("(?<scheme>https?)://(?<host>[^/:]+)(?::(?<port>[0-9]{1,5}))?");

  private final RouteJudgement judgement;

  CorsReader(RouteJudgement judgement) {
    this.judgement = judgement;
  }

  Optional<Cors> read(String field, HTTPCORSFilter given) {
    var origins = new ArrayList<TextMatch>();
    var wanted = Given.list(given.getAllowOrigins());
    for (int i = 0; i < wanted.size(); i++) {
      origin(field + ".allowOrigins[" + i + "]", wanted.get(i)).ifPresent(origins::add);
    }
    if (origins.size() < wanted.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Cors(
            origins,
            Boolean.TRUE.equals(given.getAllowCredentials()),
            Given.list(given.getAllowMethods()),
            Given.list(given.getAllowHeaders()),
            Given.list(given.getExposeHeaders()),
            Duration.ofSeconds(given.getMaxAge() == null ? DEFAULT_SECONDS : given.getMaxAge())));
  }

  /// As browsers write it: without the port that its scheme has. A star stands for any number of
  /// labels.
  private Optional<TextMatch> origin(String field, String text) {
    if (text.equals("*")) {
      return Optional.of(new TextMatch.Regex(".*"));
    }
    var origin = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
    if (!origin.matches()) {
      judgement.refuse(
          field,
          "allows the origin \"" + Given.brief(text) + "\", which is none",
          "write a scheme and a host, such as https://www.example.com, or *");
      return Optional.empty();
    }
    var scheme = origin.group("scheme");
    var host = origin.group("host");
    var port = Given.text(origin.group("port"));
    var usual = scheme.equals("https") ? "443" : "80";
    var end = port.isEmpty() || port.equals(usual) ? "" : ":" + port;
    return Optional.of(
        host.contains("*")
            ? new TextMatch.Regex(
                scheme + "://" + host.replace(".", "\\.").replace("*", "[^:/]*") + end)
            : new TextMatch.Exact(scheme + "://" + host + end));
  }
}
