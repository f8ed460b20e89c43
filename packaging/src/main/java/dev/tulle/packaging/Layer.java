package dev.tulle.packaging;

import java.util.function.Predicate;

/// The files of an image that change together.
record Layer(String name, Predicate<String> has) {}
