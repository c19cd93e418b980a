package io.featurestore.export.benchmarks.peers;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/// Writes CSV with Commons CSV.
final class CommonsCsv implements LibraryWriter {
    private final CSVPrinter printer;

    CommonsCsv(OutputStream out) throws IOException {
        printer = LibrariesMain.ATHENA.print(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
        printer.printRecord((Object[]) LibrariesMain.names());
    }

    @Override
    public void write(CSVRecord csv) throws IOException {
        printer.printRecord(csv);
    }

    @Override
    public void close() throws IOException {
        printer.close();
    }
}
