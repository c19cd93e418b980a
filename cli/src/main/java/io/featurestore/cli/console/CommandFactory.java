package io.featurestore.cli.console;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;

/// Creates the command classes that picocli asks for. A class with a public constructor that takes a [Console]
/// gets the console of this factory; every other class is created by picocli.
///
/// @param console the console of all commands
public record CommandFactory(Console console) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
        Optional<Constructor<?>> withConsole = Arrays.stream(type.getConstructors())
                .filter(c -> Arrays.equals(c.getParameterTypes(), new Class<?>[] {Console.class}))
                .findFirst();
        return withConsole.isPresent()
                ? type.cast(withConsole.get().newInstance(console))
                : CommandLine.defaultFactory().create(type);
    }
}
