package io.featurestore.export.infra;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Loads each handler with its own class loader, as Lambda runs each function in its own JVM. The loader sees the
/// given jars, the JDK and Lambda's interface. Of the test's class path it sees only the recorder.
final class FunctionLoader extends ClassLoader {
    private static final String INTERFACE = "com.amazonaws.services.lambda.runtime.";

    private final URL[] urls;
    private final Map<String, ClassLoader> loaders = new ConcurrentHashMap<>();

    FunctionLoader(Stream<Path> jars) {
        super(ClassLoader.getPlatformClassLoader());
        Path recorder = Path.of(CallRecorder.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        urls = Stream.concat(jars, Stream.of(recorder)).map(FunctionLoader::url).toArray(URL[]::new);
    }

    /// Returns one loader for all handlers, without the recorder.
    static ClassLoader together(Stream<Path> jars) {
        return new URLClassLoader("together", jars.map(FunctionLoader::url).toArray(URL[]::new), new InterfaceOnly());
    }

    @Override
    protected Class<?> findClass(String handler) throws ClassNotFoundException {
        String function = handler.replaceFirst(".*\\.(.*)Handler$", "$1");
        return loaders.computeIfAbsent(function, name -> new URLClassLoader(name, urls, new InterfaceOnly()))
                .loadClass(handler);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// Handler and caller must agree on the interface's classes.
    private static final class InterfaceOnly extends ClassLoader {
        InterfaceOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(INTERFACE)) {
                return FunctionLoader.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
