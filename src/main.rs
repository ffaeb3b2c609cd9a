//! The `tonghop` program: hands the command line to the library and turns the outcome into an exit code.

use std::io::{BufRead, BufReader, IsTerminal as _};
use std::process::ExitCode;

use tonghop::cli::{self, Colour, Terminal};

fn main() -> ExitCode {
    // Interrupted, the program leaves no half-written file behind. Without a handler it only leaves one more often.
    let _ = ctrlc::set_handler(|| {
        tonghop::write::abandon();
        std::process::exit(2);
    });
    let (stdout, stderr) = (std::io::stdout(), std::io::stderr());
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    // Such a terminal moves no cursor either.
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let width = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)));
    let is_terminal = (stdout.is_terminal() && !dumb, stderr.is_terminal() && !dumb);
    let mut terminal = Terminal::new(Box::new(stdout.lock()), Box::new(stderr));
    (terminal.out_is_terminal, terminal.err_is_terminal) = is_terminal;
    terminal.width = width.unwrap_or(100);
    terminal.input = input();
    // What is dropped on a program, or clicked, has a console of its own there.
    terminal.window = cfg!(windows) && terminal.input.is_some();
    if terminal.window {
        terminal.show = cli::show;
    }
    if plain {
        terminal.colour = Colour::Never;
    }
    ExitCode::from(cli::run(std::env::args_os(), &mut terminal))
}

/// Standard input, when a person sits there; it is not locked, for some commands read it themselves.
fn input() -> Option<Box<dyn BufRead>> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        Some(Box::new(BufReader::new(stdin)))
    } else {
        None
    }
}
