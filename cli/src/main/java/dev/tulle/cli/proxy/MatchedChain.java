package dev.tulle.cli.proxy;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a listener's matcher says of one port: the filter chain that takes the connections to an
/// address. The address is empty where they are all others to that port.
record MatchedChain(String chain, String address, String port) {

  static Stream<MatchedChain> of(JsonNode listener) {
    return listener
        .path("filter_chain_matcher")
        .path("matcher_tree")
        .path("exact_match_map")
        .path("map")
        .properties()
        .stream()
        .flatMap(each -> onPort(each.getValue(), each.getKey()));
  }

  /// As an address to dial; `port 80` where it is all others.
  String dialled() {
    return address.isEmpty() ? "port " + port : ConfigDump.address(address, port);
  }

  private static Stream<MatchedChain> onPort(JsonNode match, String port) {
    var matcher = match.path("matcher");
    var ranges =
        matcher
            .path("matcher_tree")
            .path("custom_match")
            .path("typed_config")
            .path("range_matchers");
    var all = Stream.of(match, matcher.path("on_no_match")).filter(it -> it.has("action"));
    return Stream.concat(
        ConfigDump.elements(ranges)
            .flatMap(
                range ->
                    ConfigDump.elements(range.path("ranges"))
                        .map(it -> it.path("address_prefix").asString(""))
                        .map(it -> new MatchedChain(chain(range.path("on_match")), it, port))),
        all.map(it -> new MatchedChain(chain(it), "", port)));
  }

  private static String chain(JsonNode match) {
    return match.path("action").path("typed_config").path("value").asString("");
  }
}
