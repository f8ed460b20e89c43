package dev.tulle.server.ca;

import java.io.IOException;
import java.util.Optional;

/// Where the root of a mesh is kept. Of several roots that are created at once one stays, and all
/// who created one are given that one.
public interface RootStore {

  /// A root as text. Printing it never shows the key.
  record RootText(String certificate, String key) {

    @Override
    public String toString() {
      return "RootText[[redacted]]";
    }
  }

  /// The place as a person calls it, such as a path.
  String place();

  Optional<RootText> read() throws IOException;

  /// Keeps this root unless there is one already; returns the one that is kept.
  RootText create(RootText root) throws IOException;
}
