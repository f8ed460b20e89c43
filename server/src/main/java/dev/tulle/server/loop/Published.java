package dev.tulle.server.loop;

import dev.tulle.core.compile.Compilation;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.world.World;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import java.util.Map;
import java.util.SortedMap;

/// What is in force after one turn of the loop. `sequence` grows by one with every turn that
/// changed something. `held` are the statuses of new versions of objects that were not taken,
/// because they break what their former version did not; the former one is what the compilation was
/// made from. `world` is what was compiled.
public record Published(
    long sequence,
    World world,
    Compilation compilation,
    SortedMap<ObjectName, ObjectStatus> held,
    Map<Scope, Resources> resources) {}
