package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.util.List;

/// What a request said about the response before it.
sealed interface Verdict {

  /// It answered no response that is still open: a subscription, or a stale nonce.
  record Silent() implements Verdict {}

  record Accepted(ResourceType type, List<Encoded> contents) implements Verdict {}

  /// `blamed` are the resources that are not sent again until their content changes. It is empty
  /// while several came together and it is still to be found out which of them is at fault.
  record Refused(ResourceType type, List<Encoded> blamed, String words) implements Verdict {}
}
