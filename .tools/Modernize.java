import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Rewrites a jar so that its classes can be kept in an AOT cache. Those in a format of before Java 6,
/// such as picocli's, get the format of today: the same instructions with stack maps. A signature,
/// such as Bouncy Castle's, is left out: Maven has checked the jar against its repository, and nothing
/// asks for it at run time.
///
///     java Modernize.java IN.jar OUT.jar
void main(String[] args) throws IOException {
  var in = Path.of(args[0]);
  try (var loader = new URLClassLoader(new java.net.URL[] {in.toUri().toURL()});
      var jar = new ZipFile(in.toFile());
      var out = new ZipOutputStream(Files.newOutputStream(Path.of(args[1])))) {
    var modern =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofClassLoading(loader)));
    for (var entry : jar.stream().toList()) {
      if (entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)")) {
        continue;
      }
      var bytes = jar.getInputStream(entry).readAllBytes();
      var copy = new ZipEntry(entry.getName());
      copy.setTimeLocal(entry.getTimeLocal());
      out.putNextEntry(copy);
      out.write(entry.getName().endsWith(".class") ? modernized(modern, bytes) : bytes);
    }
  }
}

byte[] modernized(ClassFile modern, byte[] bytes) {
  var model = modern.parse(bytes);
  if (model.majorVersion() >= ClassFile.JAVA_7_VERSION) {
    return bytes;
  }
  ClassTransform version =
      (builder, element) -> {
        if (element instanceof ClassFileVersion) {
          builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
        } else {
          builder.with(element);
        }
      };
  return modern.transformClass(
      model, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
}
