package dev.tulle.core.xds;

import dev.tulle.core.ir.HeaderChange;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import java.util.List;
import java.util.stream.Stream;

/// Renders which headers get which values.
final class HeaderChanges {

  private HeaderChanges() {}

  /// Headers to set and to add, which Envoy has in one list.
  static List<HeaderValueOption> additions(HeaderChange change) {
    return Stream.concat(
            change.set().stream()
                .map(h -> option(h, HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)),
            change.add().stream().map(h -> option(h, HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD)))
        .toList();
  }

  /// A percent sign would begin one of Envoy's own variables.
  private static HeaderValueOption option(HeaderChange.Header header, HeaderAppendAction action) {
    return HeaderValueOption.newBuilder()
        .setHeader(
            HeaderValue.newBuilder()
                .setKey(header.name())
                .setValue(header.value().replace("%", "%%")))
        .setAppendAction(action)
        .build();
  }
}
