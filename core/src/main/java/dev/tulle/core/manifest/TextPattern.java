package dev.tulle.core.manifest;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/// A pattern of a schema, with the meaning it has for an API server, which is that of Go: it may be
/// found anywhere in a text, `$` is the very end, and the time it takes grows with the text alone.
/// It is compiled when it is first needed, for a schema has many that never are.
final class TextPattern {

  private final String source;
  private volatile @Nullable Pattern compiled;

  TextPattern(String source) {
    this.source = source;
  }

  boolean isIn(String text) {
    var pattern = compiled;
    if (pattern == null) {
      pattern = Pattern.compile(source);
      compiled = pattern;
    }
    return pattern.matcher(text).find();
  }

  @Override
  public String toString() {
    return source;
  }
}
