package dev.tulle.core.manifest;

/// Why a text, or one document of it, could not be read as YAML: a line, one sentence on what is
/// wrong and one on what to do.
record YamlProblem(int line, String message, String cure) {

  /// Carries a problem out of the depth of a document. It never leaves `YamlReader`.
  static final class Found extends Exception {
    private static final long serialVersionUID = 1;

    private final transient YamlProblem problem;

    Found(int line, String message, String cure) {
      super(message, null, false, false);
      this.problem = new YamlProblem(line, message, cure);
    }

    YamlProblem problem() {
      return problem;
    }
  }
}
