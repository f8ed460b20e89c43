package dev.tulle.core.ir;

import java.util.List;

/// What is done to the headers of a message: values replaced, values added to those that are there,
/// headers removed.
public record HeaderChange(List<Header> set, List<Header> add, List<String> remove) {

  /// A header with its value, literally.
  public record Header(String name, String value) {}

  public HeaderChange {
    set = List.copyOf(set);
    add = List.copyOf(add);
    remove = List.copyOf(remove);
  }
}
