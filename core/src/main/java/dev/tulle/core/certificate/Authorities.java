package dev.tulle.core.certificate;

import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.ConfigMap;

/// A ConfigMap that others' certificates are to be judged by: authorities in PEM, or why it has
/// none.
public sealed interface Authorities {

  String KEY = "ca.crt";

  record Usable(String pem) implements Authorities {}

  /// `wrong` is the predicate of a sentence whose subject is the ConfigMap.
  record Unusable(String wrong, String cure) implements Authorities {}

  static Authorities read(ConfigMap map) {
    var text = Given.text(map.getData(), KEY);
    if (text.isEmpty()) {
      return new Unusable(
          "has no " + KEY, "put the certificates of the authorities in PEM there, as " + KEY);
    }
    try {
      Pem.certificates(KEY, text, "put the certificates of the authorities there");
      return new Usable(text);
    } catch (Pem.Unreadable e) {
      return new Unusable(e.wrong(), e.cure());
    }
  }
}
