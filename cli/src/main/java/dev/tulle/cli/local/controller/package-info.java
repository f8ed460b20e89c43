/// What a cluster's controllers do, as pure functions: from a folder's objects and the pods that
/// exist to pods to create and delete, EndpointSlices, Service addresses and statuses. No I/O, no
/// threads, no clock. Start reading at `Workloads`.
@NullMarked
package dev.tulle.cli.local.controller;

import org.jspecify.annotations.NullMarked;
