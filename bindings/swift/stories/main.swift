// One program for the four: stories STORY ARGUMENTS...
let arguments = Array(CommandLine.arguments.dropFirst(2))
switch CommandLine.arguments.dropFirst().first {
case "start": start(arguments)
case "deploy": deploy(arguments)
case "lost_answer": lostAnswer(arguments)
case "many": many(arguments)
default: usage("stories start | deploy | lost_answer | many ARGUMENTS...")
}
