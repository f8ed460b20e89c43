package dev.tulle.core.cases;

import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which filter chain of the listener `outbound` takes what is opened to an address, by port: all
/// of that listener that depends on objects.
final class OutboundText {

  private OutboundText() {}

  /// Empty where it is as `before`, or leads nowhere.
  static SortedMap<String, SortedMap<String, String>> of(Resources resources, Resources before) {
    var latest = listener(resources);
    return latest.equals(listener(before))
        ? new TreeMap<>()
        : latest.map(OutboundText::chains).orElseGet(TreeMap::new);
  }

  private static Optional<Resource> listener(Resources resources) {
    return Optional.ofNullable(resources.of(ResourceType.LISTENER).get("outbound"));
  }

  private static SortedMap<String, SortedMap<String, String>> chains(Resource listener) {
    var all = new TreeMap<String, SortedMap<String, String>>();
    var ports =
        JsonMapper.shared()
            .readTree(Printer.json(listener))
            .at("/filter_chain_matcher/matcher_tree/exact_match_map/map");
    for (var port : ports.properties()) {
      var matchers =
          port.getValue().at("/matcher/matcher_tree/custom_match/typed_config/range_matchers");
      var chains = new TreeMap<String, String>();
      matchers.forEach(matcher -> chains.putAll(ranges(matcher)));
      if (!chains.isEmpty()) {
        all.put(port.getKey(), chains);
      }
    }
    return all;
  }

  private static Map<String, String> ranges(JsonNode matcher) {
    var chain = matcher.at("/on_match/action/typed_config/value").asString();
    var chains = new TreeMap<String, String>();
    matcher
        .path("ranges")
        .forEach(range -> chains.put(range.path("address_prefix").asString(), chain));
    return chains;
  }
}
