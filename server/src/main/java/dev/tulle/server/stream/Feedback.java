package dev.tulle.server.stream;

import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import java.util.List;

/// What proxies do, as it happens. Called from the thread of a stream: an implementation hands the
/// news on and returns.
public interface Feedback {

  void connected(Proxy proxy);

  void disconnected(Proxy proxy, String why);

  /// The proxy has taken all of a response.
  void accepted(Proxy proxy, ResourceType type);

  /// The sequence number up to which the proxy has answered everything that concerns it is another
  /// than before, also where nothing had to be sent; [Publications#proxies] has it by now.
  void settled(Proxy proxy, long sequence);

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
      public void accepted(Proxy proxy, ResourceType type) {}

      @Override
      public void settled(Proxy proxy, long sequence) {}

      @Override
      public void refused(Proxy proxy, List<Resource> blamed, String words) {}
    };
  }
}
