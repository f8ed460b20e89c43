/// Certificates, keys and authorities as Secrets and ConfigMaps hold them, judged.
@NullMarked
package dev.tulle.core.certificate;

import org.jspecify.annotations.NullMarked;
