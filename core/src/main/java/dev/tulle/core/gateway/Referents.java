package dev.tulle.core.gateway;

import dev.tulle.core.certificate.Authorities;
import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.name.ObjectName;
import java.util.Map;
import java.util.SortedMap;

/// What Gateways and their listeners refer to, and what says whether they may: Secrets and
/// ConfigMaps that some object names, judged, and the labels of Namespaces.
record Referents(
    Grants grants,
    SortedMap<ObjectName, TlsSecret> secrets,
    SortedMap<ObjectName, Authorities> authorities,
    Map<String, Map<String, String>> labels) {}
