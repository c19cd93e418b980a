package io.featurestore.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.featurestore.records.text.Spelling;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and where to read how it should be. */
final class Misuse {
    private Misuse() {}

    /** Says it, and returns the exit code. */
    static int explain(ParameterException e, Console console) {
        console.complain(what(e));
        console.err().println(Texts.text("usage.help", e.getCommandLine().getCommandSpec().qualifiedName()));
        return Fs.USAGE;
    }

    private static String what(ParameterException e) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing when !missing.getMissing().isEmpty() -> Texts.text(
                    missing.getMissing().getFirst().isOption() ? "usage.missing.value" : "usage.missing",
                    String.join(", ", missing.getMissing().stream().map(Misuse::name).toList()));
            case ParameterException wrong when wrong.getArgSpec() != null && wrong.getValue() != null -> Texts.text(
                    "usage.value", name(wrong.getArgSpec()), wrong.getValue());
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().getFirst();
        CommandLine command = e.getCommandLine();
        boolean isCommand = !command.getSubcommands().isEmpty() && command.getParent() == null;
        String key = e.isUnknownOption()
                ? "usage.unknown.option"
                : isCommand
                        ? "usage.unknown.command"
                        : "usage.extra";
        Optional<String> near = Spelling.nearest(first, e.isUnknownOption()
                ? shownOptions(command)
                : command.getSubcommands().keySet());
        return Texts.text(key, first) + near.map(n -> " " + Texts.text("usage.near", n)).orElse("");
    }

    private static List<String> shownOptions(CommandLine command) {
        return Stream.concat(command.getCommandSpec().optionsMap().values().stream(), command.getCommandSpec()
                .negatedOptionsMap()
                .values()
                .stream())
                .filter(o -> !o.hidden())
                .flatMap(o -> Arrays.stream(o.names()))
                .toList();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
