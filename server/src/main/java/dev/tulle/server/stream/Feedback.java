package dev.tulle.server.stream;

import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import java.util.List;

/// What proxies do, as it happens. Called from the thread of a stream: an implementation hands the
/// news on and returns.
public interface Feedback {

  void connected(Proxy proxy);

  void disconnected(Proxy proxy, String why);

  /// The proxy has taken all of a response; `settled` is the sequence number up to which it has
  /// answered everything that concerns it.
  void accepted(Proxy proxy, ResourceType type, long settled);

  /// The proxy refused these resources; they are not sent to it again until their content changes.
  /// `words` are Envoy's.
  void refused(Proxy proxy, List<Resource> blamed, String words);

  /// Feedback that nobody is interested in.
  static Feedback none() {
    return new Feedback() {
      @Override
      public void connected(Proxy proxy) {}

      @Override
      public void disconnected(Proxy proxy, String why) {}

      @Override
      public void accepted(Proxy proxy, ResourceType type, long settled) {}

      @Override
      public void refused(Proxy proxy, List<Resource> blamed, String words) {}
    };
  }
}
