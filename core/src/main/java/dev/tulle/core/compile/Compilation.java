package dev.tulle.core.compile;

import dev.tulle.core.ir.Mesh;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import java.util.SortedMap;

/// What a World compiles to: the mesh, and what became of each object that was judged, by name.
public record Compilation(Mesh mesh, SortedMap<ObjectName, ObjectStatus> statuses) {}
