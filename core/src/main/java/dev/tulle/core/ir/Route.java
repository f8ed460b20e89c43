package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;

/// One match and what becomes of it, with the object that asks for it.
public record Route(RouteMatch match, RouteAction action, ObjectName origin) {}
