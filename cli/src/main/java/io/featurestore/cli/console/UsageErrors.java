package io.featurestore.cli.console;

import io.featurestore.records.text.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Explains a command line that picocli could not parse, and names the command whose help shows the right form.
public final class UsageErrors {
    private UsageErrors() {}

    /// Prints the mistake on standard error and returns [ExitCode#USAGE].
    public static int explain(ParameterException e, Console console) {
        console.printError(message(e));
        console.err()
                .println(Texts.text(
                        "usage.help", e.getCommandLine().getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }

    private static String message(ParameterException e) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing
            when !missing.getMissing().isEmpty() ->
                Texts.text(
                        missing.getMissing().getFirst().isOption() ? "usage.missing.value" : "usage.missing",
                        String.join(
                                ", ",
                                missing.getMissing().stream()
                                        .map(UsageErrors::name)
                                        .toList()));
            case ParameterException wrong
            when wrong.getArgSpec() != null && wrong.getValue() != null ->
                Texts.text("usage.value", name(wrong.getArgSpec()), wrong.getValue());
            case ParameterException wrong
            when isNoun(wrong.getCommandLine()) ->
                Texts.text(
                        "usage.missing.command",
                        String.join(
                                ", ", wrong.getCommandLine().getSubcommands().keySet()));
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String first = e.getUnmatched().getFirst();
        CommandLine command = e.getCommandLine();
        String key = e.isUnknownOption()
                ? "usage.unknown.option"
                : isNoun(command) ? "usage.unknown.command" : "usage.extra";
        Optional<String> near = Spelling.nearest(
                first,
                e.isUnknownOption()
                        ? shownOptions(command)
                        : command.getSubcommands().keySet());
        return Texts.text(key, first)
                + near.map(n -> " " + Texts.text("usage.near", n)).orElse("");
    }

    /// Returns whether a command only groups other commands.
    private static boolean isNoun(CommandLine command) {
        return !command.getSubcommands().isEmpty();
    }

    private static List<String> shownOptions(CommandLine command) {
        return Stream.concat(
                        command.getCommandSpec().optionsMap().values().stream(),
                        command.getCommandSpec().negatedOptionsMap().values().stream())
                .filter(o -> !o.hidden())
                .flatMap(o -> Arrays.stream(o.names()))
                .toList();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
